"""Tables of jobs. Progress and files are notes about the outside, written by edges and workers beside the journal."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from ordino.jobs.facts import OF_A_CHANNEL
from ordino.jobs.lifecycle import CANCELED, DONE, FAILED, JOB, RUNNING, WAITING

_FINAL = (DONE, FAILED, CANCELED)


class Job(models.Model):
    """An import or an export, with what it may do in the name of who created it."""

    kind = models.TextField()
    subject = models.TextField()
    state = models.TextField()
    file_name = models.TextField()
    form = models.TextField(db_default="")
    mapping = models.TextField(db_default="")
    dry_run = models.BooleanField(db_default=False)
    only_channel = models.TextField(null=True)
    since = models.DateTimeField(null=True)
    before = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.TextField()
    permissions: "ArrayField[list[str], list[str]]" = ArrayField(models.TextField())
    attempt = models.IntegerField(db_default=0)
    finished_at = models.DateTimeField(null=True)
    note = models.TextField(db_default="")
    report = models.TextField(db_default="")

    class Meta:
        db_table = "jobs_job"
        constraints = (
            CheckConstraint(condition=Q(state__in=JOB.states), name="jobs_job_state"),
            CheckConstraint(
                condition=Q(kind="import", form="") & ~Q(mapping="")
                | Q(kind="export", mapping="", dry_run=False) & ~Q(form=""),
                name="jobs_job_kind",
            ),
            CheckConstraint(
                condition=Q(only_channel__isnull=True) | Q(subject__in=OF_A_CHANNEL), name="jobs_job_of_a_channel"
            ),
            CheckConstraint(condition=~Q(file_name="") & ~Q(subject=""), name="jobs_job_named"),
            CheckConstraint(
                condition=Q(finished_at__isnull=False, state__in=_FINAL)
                | Q(finished_at__isnull=True) & ~Q(state__in=_FINAL),
                name="jobs_job_finished",
            ),
            CheckConstraint(condition=Q(attempt__gte=1) | ~Q(state__in=(RUNNING, DONE, FAILED)), name="jobs_job_taken"),
        )
        indexes = (Index(fields=("id",), condition=Q(state__in=(WAITING, RUNNING)), name="jobs_job_open"),)


class JobProgress(models.Model):
    """How far a job is, as its worker said last."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="+")
    done = models.BigIntegerField(db_default=0)
    total = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "jobs_progress"


class JobChunk(models.Model):
    """A piece of a file of a job: `input`, `result`, `errors` or `listed`."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+", db_index=False)
    file = models.TextField()
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "jobs_chunk"
        constraints = (
            UniqueConstraint(fields=("job", "file", "number"), name="jobs_chunk_once"),
            CheckConstraint(
                condition=Q(file__in=("input", "result", "errors", "listed")), name="jobs_chunk_known_file"
            ),
        )
