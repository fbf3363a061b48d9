"""Services, forms with their versions, drafts and what people sent."""

from modules.online_services.models.building import FormState, FormTestCase, ReleaseRequest
from modules.online_services.models.contacts import ContactPerson
from modules.online_services.models.fees import FeeSchedule
from modules.online_services.models.fim import FimCodeList, FimSource, FormTask
from modules.online_services.models.forms import Form, FormVersion, Stage
from modules.online_services.models.requests import Draft, ServiceRequest, Upload
from modules.online_services.models.services import PublicService, Redirect, ServiceCount

__all__ = [
    "ContactPerson",
    "Draft",
    "FeeSchedule",
    "FimCodeList",
    "FimSource",
    "Form",
    "FormState",
    "FormTask",
    "FormTestCase",
    "FormVersion",
    "PublicService",
    "Redirect",
    "ReleaseRequest",
    "ServiceCount",
    "ServiceRequest",
    "Stage",
    "Upload",
]
