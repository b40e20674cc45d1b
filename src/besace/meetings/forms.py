"""What is typed before a meeting: a day, hours, a place; a weekly rule."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Rhythm


class MeetingForm(forms.Form):
    """One meeting."""

    title = forms.CharField(label=_("Titre"), max_length=120, required=False)
    day = forms.DateField(label=_("Jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    starts = forms.TimeField(label=_("De"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("À"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Lieu"), max_length=160, required=False)
    video_link = forms.URLField(label=_("Lien de la visio"), required=False, assume_scheme="https")

    def planned(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "starts_at": timezone.make_aware(datetime.combine(said["day"], said["starts"])),
            "ends_at": timezone.make_aware(datetime.combine(said["day"], said["ends"])),
            "title": said["title"],
            "place": said["place"],
            "video_link": said["video_link"],
        }


class CatchUpForm(forms.Form):
    """The day when the group met on paper."""

    held_on = forms.DateField(label=_("Jour de la séance"), widget=forms.DateInput(attrs={"type": "date"}))


class RhythmForm(forms.ModelForm):  # type: ignore[type-arg]
    """« Tous les mardis »."""

    video_link = forms.URLField(label=_("Lien de la visio"), required=False, assume_scheme="https")

    class Meta:
        model = Rhythm
        fields: ClassVar = ["first_on", "starts", "ends", "until", "place", "video_link"]
        widgets: ClassVar = {
            "first_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "starts": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
