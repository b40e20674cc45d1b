"""A key declared stolen, what became of each badge it signed, and when each line of the log was written."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


def take_the_date_of_the_badge(apps, schema_editor):
    """Of the lines written before, no better moment is known than the date that the badge bears."""
    apps.get_model("credentials", "IssuanceLine").objects.update(logged_at=models.F("issued_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0002_endorsements'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='issuanceline',
            name='logged_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.RunPython(take_the_date_of_the_badge, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name='Theft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('declared_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('declared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='theft', to='credentials.issuingkey')),
            ],
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('again', 'signé de nouveau'), ('review', 'à relire à deux'), ('refused', 'n’est pas de nous'), ('unknown', 'absent du registre')], max_length=8)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('credential', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='credentials.credential')),
                ('endorsement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='credentials.signedendorsement')),
                ('first_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='credentials.theft')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('theft', 'credential'), name='a_badge_is_settled_once_per_theft'), models.UniqueConstraint(fields=('theft', 'endorsement'), name='words_are_settled_once_per_theft'), models.CheckConstraint(condition=models.Q(('credential__isnull', True), ('endorsement__isnull', True), _connector='XOR'), name='a_renewal_is_of_one_thing')],
            },
        ),
    ]
