"""What is typed of a household at the officer's desk."""

from django import forms

from entraide.portals.staff.forms.employment import day


class PartingForm(forms.Form):
    """The day on which a couple parted."""

    separated_on = day("Date de la séparation")
