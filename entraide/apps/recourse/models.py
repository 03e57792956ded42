"""Re-examinations of decisions, and complaints about the service."""

from django.db import models

from entraide.orm.fields import KeyField


class Reexamination(models.Model):
    """A person contests a decision: somebody else than who decided looks at it, confirms it or makes another that supersedes it."""

    id = KeyField()
    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField("claims.Decision", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(help_text="the person's own")
    channel = models.CharField(max_length=10, choices=[("online", "en ligne"), ("paper", "papier"), ("phone", "téléphone")])
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    due_on = models.DateField()
    taken_by = models.UUIDField(null=True)
    state = models.CharField(
        max_length=10,
        default="asked",
        choices=[("asked", "demandé"), ("confirmed", "décision confirmée"), ("changed", "décision changée"), ("withdrawn", "retiré")],
    )
    answer = models.TextField(blank=True, help_text="read by the person")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    new_decision = models.OneToOneField("claims.Decision", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "changed"]) | models.Q(answered_on__isnull=False),
                name="reexamination_is_answered",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="changed") | models.Q(new_decision__isnull=False), name="reexamination_changed_has_a_decision"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="reexamination_by_term"),
            models.Index(fields=["claim"], name="reexamination_by_claim"),
        ]


class Complaint(models.Model):
    """Somebody is not satisfied with the service: its cause, its answer by a due day, and what it changed here."""

    id = KeyField()
    reference = models.CharField(max_length=20, unique=True)
    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey("claims.Claim", null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=[("online", "en ligne"), ("paper", "papier"), ("phone", "téléphone")])
    cause = models.CharField(
        max_length=12,
        choices=[
            ("delay", "un délai"),
            ("amount", "un montant"),
            ("refusal", "un refus"),
            ("papers", "les pièces demandées"),
            ("words", "un texte peu clair"),
            ("platform", "le site"),
            ("welcome", "l’accueil"),
            ("other", "autre chose"),
        ],
    )
    words = models.TextField()
    received_at = models.DateTimeField()
    received_on = models.DateField()
    due_on = models.DateField()
    taken_by = models.UUIDField(null=True)
    state = models.CharField(
        max_length=10, default="received", choices=[("received", "reçue"), ("in_hand", "en cours"), ("answered", "répondue")]
    )
    is_founded = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    changed = models.CharField(
        max_length=8, blank=True, choices=[("nothing", "rien"), ("rule", "une règle"), ("screen", "un écran"), ("text", "un texte")]
    )
    changed_what = models.CharField(
        max_length=200, blank=True, help_text="the code of the rule, the address of the screen, the text's title"
    )
    changed_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="answered")
                | (models.Q(answered_on__isnull=False) & ~models.Q(answer="") & ~models.Q(changed="")),
                name="complaint_answered_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="complaint_by_term"),
            models.Index(fields=["beneficiary", "-received_at"], name="complaint_by_beneficiary"),
        ]
