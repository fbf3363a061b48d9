"""A form to print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from modules.online_services.models import PublicService
from modules.online_services.paper.printing import paper_pdf
from modules.online_services.selectors.versions import version_for
from rathaus.files.giving import as_download


@never_cache
@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """Give out the service's form as a PDF; 404 for a service without one."""
    service = PublicService.objects.filter(slug=slug, is_active=True, audience="public").first()
    version = version_for(service) if service else None
    if service is None or version is None:
        raise Http404
    return as_download(paper_pdf(version), filename=f"{slug}.pdf", content_type="application/pdf")
