"""Addresses to pass on, and what a messenger shows of them: only what stands on the public page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import Truncator

from kentongan.core.addresses import public_address

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """A page in a few words (Open Graph). `image`: a released picture where `is_photo`, else the house's sign."""

    title: str
    text: str
    address: str
    image: str
    is_photo: bool = False

    @property
    def whatsapp(self) -> str:
        """The address of a message with title and link, to whom one will."""
        return "https://wa.me/?" + urlencode({"text": f"{self.title}\n{self.address}"})


def preview(title: str, text: str, path: str, *, picture: str = "") -> Preview:
    """The preview of a public page; `picture` is the key of a released file."""
    image = reverse("public:file", kwargs={"key": picture}) + "?kecil" if picture else static("build/icon-512.png")
    one_line = Truncator(" ".join(text.split())).chars(_LONGEST)
    return Preview(str(title), one_line, public_address(path), public_address(image), is_photo=bool(picture))
