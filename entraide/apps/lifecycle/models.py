"""Acts with effects in many apps: what was previewed, what was applied under which act, whether it was undone."""

from django.db import models

from entraide.core.duplicates.values import Likeness
from entraide.core.structure.values import EventKind
from entraide.core.workflow.acts import ActState
from entraide.orm.fields import KeyField


class Act(models.Model):
    """What every act of this app keeps: who previewed it, who applied it, who undid it.

    The rows that applying recorded or superseded carry `id` as their act; `moved` lists what is no dated fact and was moved all the same
    ({"claims": [[claim, from, to], …], …}), for undoing to move it back.
    """

    id = KeyField()
    state = models.CharField(max_length=12, choices=[(state, state.label) for state in ActState], default=ActState.DRAFTED)
    plan_digest = models.CharField(max_length=64, blank=True, help_text="what the preview said, to know whether it would still say it")
    moved = models.JSONField(default=dict)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    applied_by = models.UUIDField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class StructureAct(Act):
    """A structure event: bodies that merge, split, extend, rename, as the core's `StructureEvent` says it in `event`."""

    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in EventKind])
    effective_on = models.DateField()
    event = models.JSONField()
    event_digest = models.CharField(max_length=64, help_text="what the event says: it waits in one act at a time")
    choices = models.JSONField(default=dict, help_text="what the officer settled: where services and persons go, which membership follows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_digest"], condition=models.Q(state="drafted"), name="structure_event_drafted_once"),
        ]
        indexes = [models.Index(fields=["-effective_on"], name="structure_act_by_day")]


class StructureActMember(models.Model):
    """A member that a structure event is about, to find the events of a member."""

    id = KeyField()
    act = models.ForeignKey(StructureAct, on_delete=models.CASCADE, related_name="members")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=[("before", "avant"), ("after", "après")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "member", "side"], name="structure_act_member_once")]


class Death(Act):
    """A beneficiary's death: rights and letters end at once, children's aid goes on to the year's end, heirs have a file."""

    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    died_on = models.DateField()
    heirs_contact = models.TextField(blank=True, help_text="the notary or the relative who answers for the succession")
    closed_on = models.DateField(null=True, help_text="the day on which the heirs' file was closed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["beneficiary"], condition=models.Q(state="applied"), name="death_applied_once"),
        ]


class PersonMerge(Act):
    """Two rows that are one person: everything of `absorbed` goes to `kept`, and can go back."""

    kept = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    choices = models.JSONField(default=dict, help_text="which of the two is right, by fact that differs")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["absorbed"], condition=models.Q(state="applied"), name="person_absorbed_once"),
            models.CheckConstraint(condition=~models.Q(kept=models.F("absorbed")), name="person_merge_of_two"),
        ]


class Lookalike(models.Model):
    """Two rows that the last search for duplicates found alike: two persons, or two children of one household (`household_id`).

    How much, and by which evidence, as the core's `Evidence` says it. Plain keys: what is found again each night ties nobody to anything.
    """

    id = KeyField()
    first_id = models.UUIDField()
    second_id = models.UUIDField()
    household_id = models.UUIDField(null=True)
    likeness = models.CharField(max_length=12, choices=[(one, one.label) for one in Likeness])
    rank = models.IntegerField(help_text="the order of the list: the surest first")
    kinds = models.CharField(max_length=200, help_text="the kinds of evidence, each between bars, to filter by")
    evidence = models.JSONField()
    first_name = models.CharField(max_length=201)
    second_name = models.CharField(max_length=201)
    found_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first_id", "second_id"], name="lookalike_once"),
            models.CheckConstraint(condition=models.Q(first_id__lt=models.F("second_id")), name="lookalike_in_order"),
        ]
        indexes = [models.Index(fields=["-rank", "first_name"], name="lookalike_by_rank")]
