"""Single sign-on with the city's own provider (OpenID Connect). Keys, codes and tokens are the work of Authlib."""

import logging
from collections.abc import Mapping
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.utils.translation import gettext as _
from joserfc.errors import JoseError
from requests import RequestException

from kentongan.core.errors import Refused

_log = logging.getLogger(__name__)
_SECONDS = 10


def name() -> str:
    """What the provider is called on the sign-in page; blank where there is none."""
    return str(settings.KENTONGAN_OIDC_NAME) if settings.KENTONGAN_OIDC_ISSUER else ""


def away(request: Any, back: str) -> Any:
    """A redirect to the provider, with a state and a nonce of this session. Refused where it does not answer."""
    try:
        return _provider().authorize_redirect(request, back)
    except (AuthlibBaseError, RequestException, ValueError, KeyError) as error:
        raise _unreachable(error) from error


def claims(request: Any) -> Mapping[str, Any]:
    """What the provider says of the one who comes back: a signed token for us, of this session. Else Refused."""
    options = {
        "iss": {"essential": True, "values": [settings.KENTONGAN_OIDC_ISSUER]},
        "aud": {"essential": True, "value": settings.KENTONGAN_OIDC_CLIENT_ID},
    }
    try:
        token = _provider().authorize_access_token(request, claims_options=options)
    except RequestException as error:
        raise _unreachable(error) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        _log.warning("single sign-on was refused: %s", type(error).__name__)
        raise Refused(_("Signing in there was broken off or took too long. Try again.")) from error
    told: Mapping[str, Any] | None = token.get("userinfo")
    if not told:
        raise Refused(_("Signing in there was broken off or took too long. Try again."))
    return told


def way_out() -> str:
    """Where the session at the provider is ended; blank where it offers no such place."""
    try:
        return str(_provider().load_server_metadata().get("end_session_endpoint", ""))
    except (AuthlibBaseError, RequestException, ValueError):
        return ""


def _unreachable(error: Exception) -> Refused:
    _log.warning("the provider of single sign-on does not answer: %s", type(error).__name__)
    return Refused(_("The single sign-on does not answer. Sign in with name and password, or try again later."))


def _provider() -> Any:
    oauth = OAuth()
    return oauth.register(
        "city",
        client_id=settings.KENTONGAN_OIDC_CLIENT_ID,
        client_secret=settings.KENTONGAN_OIDC_CLIENT_SECRET,
        server_metadata_url=f"{settings.KENTONGAN_OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": _SECONDS,
        },
    )
