"""Messages that a person reads here, and the outbox of what must leave."""

from django.db import models

from entraide.orm.fields import KeyField


class Message(models.Model):
    """What the association tells one person; `about` names the file it speaks of."""

    id = KeyField()
    account_id = models.UUIDField(null=True)
    beneficiary_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    sent_on = models.DateField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["beneficiary_id", "-sent_at"], name="message_by_beneficiary"),
            models.Index(fields=["account_id", "-sent_at"], name="message_by_account"),
        ]


class Outgoing(models.Model):
    """One effect to carry out after the commit, by a stable key: delivered once, tried again until it is."""

    id = KeyField()
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40, choices=[("email", "courriel")])
    recipient = models.CharField(max_length=254)
    content = models.JSONField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True, help_text="when a worker began to send it; nobody sends it otherwise")
    attempt_count = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    dropped_by = models.UUIDField(null=True, help_text="the act after which nothing leaves for its recipient any more")

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(delivered_at__isnull=True), name="outgoing_waiting"),
        ]


class Silence(models.Model):
    """Nothing is told or sent to a person any more, by their file or by their address, since an act that may lift it again."""

    id = KeyField()
    beneficiary_id = models.UUIDField(null=True)
    recipient = models.CharField(max_length=254, blank=True)
    act_id = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["beneficiary_id"], name="silence_by_beneficiary"),
            models.Index(fields=["recipient"], name="silence_by_recipient"),
        ]


class PrintRun(models.Model):
    """Letters printed together, and posted the same day."""

    id = KeyField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    made_on = models.DateField()
    count = models.PositiveIntegerField()
    posted_on = models.DateField(null=True)


class PostalLetter(models.Model):
    """What is told by post to a person without an e-mail of their own; it waits for a run, in which letters to one person go together."""

    id = KeyField()
    key = models.CharField(max_length=120, unique=True)
    beneficiary_id = models.UUIDField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    written_on = models.DateField()
    run = models.ForeignKey(PrintRun, null=True, on_delete=models.PROTECT, related_name="letters")
    dropped_by = models.UUIDField(null=True, help_text="the act after which nothing leaves for the person any more")

    class Meta:
        indexes = [
            models.Index(
                fields=["beneficiary_id"], condition=models.Q(run__isnull=True, dropped_by__isnull=True), name="postal_letter_waiting"
            )
        ]
