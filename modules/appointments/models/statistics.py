"""What statistics need beyond the bookings themselves."""

from django.db import models

from modules.appointments.models.setup import ConcernPlace


class LeadTimeSample(models.Model):
    """How many minutes ahead the next free time of a concern lay at a location, looked at once a day.

    None: nothing was free.
    """

    pk = models.CompositePrimaryKey("place_id", "day")
    place = models.ForeignKey(ConcernPlace, on_delete=models.CASCADE, related_name="lead_times", db_index=False)
    day = models.DateField()
    minutes = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.place_id} {self.day}"
