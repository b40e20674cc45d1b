from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0004_a_silence'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('award', 'un badge reçu'), ('proposal', 'une proposition'), ('words', 'une recommandation'), ('jury', 'un jury appelé'), ('silence', 'un compte qui dort'), ('again', 'un badge signé de nouveau')], max_length=10),
        ),
    ]
