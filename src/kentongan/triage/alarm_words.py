"""Words that say a life or a house may be in danger now. Pure; it runs in the request, before anything is stored.

It shows "call 112" and alarms the operator (R13); it decides nothing. So it is tuned to miss little and to stay quiet
on complaints: the words stand whole, usual misspellings count, and three kinds of talk do not alarm: negation
("tidak ada korban tenggelam"), things named after the danger ("pemadam kebakaran"), and, for words that complaints use
too, talk of a risk or of the past ("rawan kecelakaan", "kebakaran tahun lalu").
"""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class _Alarm:
    """What is reported and how people write it.

    `stems`: bits of which one must occur before the expression is tried (nearly all texts end there, after 20 µs).
    `pattern`: a regular expression over folded text. `heeds_talk`: whether talk of a risk or of the past silences it.
    """

    label: str
    stems: str
    pattern: str
    heeds_talk: bool = True


_NOW = r"(?:sekarang|skrg|saat ini|barusan|baru saja|tolong|darurat|segera|cepat|saiki|right now)"
_HOUSE = r"(?:rumah|rmh|omah|kamar|dapur|dalam|teras|warung|toko|kelas|kantor|sekolah|house)"
_PERSON = r"(?:orang|warga|anak|bocah|bayi|korban|ibu|bapak|istri|suami|nenek|kakek|wong|pengendara|pemotor|siswa)"

_ALARMS = (
    _Alarm(
        "kebakaran",
        "bakar bakran bkaran kobong kbong kebong fire kobar",
        r"kebakar+an|kebakran|kebkaran|kbakaran|kobong\w*|ke?bong\b|house on fire|on fire|tolong api"
        r"|kobar(?:an)? api",
    ),
    _Alarm(
        "terbakar",
        "bakar api",
        r"HOUSE (?:\w+ )?(?:terbakar|kebakar)"
        r"|(?:mobil|motor|tiang|kabel|trafo|gardu|listrik|pasar|kios|kos|ruko|gudang|kapal|tabung) (?:\w+ )?"
        r"(?:terbakar|kebakar)"
        r"|api (?:makin |semakin |sudah |wis )?(?:membesar|besar|gede|menjalar|merembet|mengamuk)",
    ),
    _Alarm(
        "ledakan",
        "ledak bledos letus",
        r"(?:gas|tabung|elpiji|lpg|bom|petasan|trafo|kompor) (?:\w+ )?(?:meledak|mbledos|meletus)|ledakan",
    ),
    _Alarm(
        "gas bocor",
        "bocor leak",
        r"(?:gas|elpiji|lpg|tabung) (?:\w+ )?bocor|kebocoran (?:gas|elpiji|lpg)|gas leak",
    ),
    _Alarm(
        "kecelakaan",
        "lakaan laka accident crash",
        r"kec[ei]lakaan|kclakaan|laka lantas|lakalantas|car accident|crash",
    ),
    _Alarm(
        "tabrakan",
        "tabrak tubruk",
        r"tabrak(?:an)? (?:parah|beruntun|maut|lari|karambol)|tabrakan|tubrukan|ditabrak|tertabrak|ketabrak",
    ),
    _Alarm(
        "pingsan",
        "pingsan semaput sadar unconscious",
        r"(?:jatuh |jath )?pingsan|semaput|tidak sadar(?:kan)? diri|ga?k sadar(?:kan)? diri|unconscious",
    ),
    _Alarm(
        "sesak napas",
        "sesak nafas napas ambegan breathe choking",
        r"(?:mendadak |tiba tiba )sesak|sesak na(?:p|f)as (?:parah|berat|hebat)|tidak bisa ber?na(?:p|f)as"
        r"|ga?k (?:bisa|iso) (?:na(?:p|f)as|ambegan)|can ?not breathe|choking",
        heeds_talk=False,
    ),
    _Alarm(
        "serangan jantung",
        "jantung heart stroke",
        r"serangan jantung|kena jantung|sakit jantung mendadak|heart attack|stroke mendadak",
    ),
    _Alarm(
        "kejang",
        "kejang step",
        r"kejang(?: kejang)?|step panas",
    ),
    _Alarm(
        "pendarahan",
        "darah luka tusuk kritis",
        r"(?:pen|per)darahan|berdarah darah|darah(?:nya)? (?:tidak|gak|ra) berhenti"
        r"|luka (?:parah|berat|serius)|tusuk(?:an)? pisau|kritis",
    ),
    _Alarm(
        "keracunan",
        "racun minum overdosis",
        r"keracunan|minum (?:racun|obat nyamuk|potas)|overdosis",
    ),
    _Alarm(
        "tersengat listrik",
        "sengat setrum sentrum",
        r"(?:tersengat|kesetrum|tersetrum|kesentrum|tersentrum)",
    ),
    _Alarm(
        "melahirkan",
        "lahir nglair babar ketuban labo",
        r"(?:mau|akan|hendak|arep|segera) (?:melahirkan|lahiran|nglairke|babaran)|ketuban (?:sudah )?pecah"
        r"|pecah ketuban|in labou?r",
    ),
    _Alarm(
        "tenggelam",
        "tenggelam lelep kenter hanyut drown",
        r"PERSON (?:\w+ )?(?:tenggelam|kelelep|klelep)|tenggelam di|kelelep|kenter|hanyut|drowning",
    ),
    _Alarm(
        "orang meninggal",
        "mayat mayit jenazah dead",
        r"(?:penemuan|menemukan|ditemukan|nemu|ono|ada) (?:\w+ )?(?:mayat|jenazah|mayit)|mayat|found dead",
    ),
    _Alarm(
        "gantung diri",
        "gantung bunuh mati suicide lompat",
        r"gantung diri|bunuh diri|mau mati saja|suicide|lompat dari (?:jembatan|gedung)",
        heeds_talk=False,
    ),
    _Alarm(
        "perampokan",
        "rampok robb",
        r"(?:pe)?rampok(?:an)?|dirampok|kerampokan|ngrampok|robbery|being robbed",
    ),
    _Alarm(
        "begal",
        "begal jambret",
        r"(?:di|pem)?begal(?:an)?|jambret(?:an)?|dijambret|penjambretan",
    ),
    _Alarm(
        "maling",
        "maling pencuri burglar",
        r"(?:ada|ono|tangkap|ketangkap|kepergok) (?:\w+ )?(?:maling|pencuri)|maling masuk"
        r"|kemalingan (?:\w+ )?NOW|pencuri masuk|burglar",
    ),
    _Alarm(
        "penganiayaan",
        "aniaya bacok carok tusuk keroyok tembak stabbed shooting",
        r"(?:di|pen)gan?iaya(?:an)?|dianiaya|dibacok|pembacokan|carok|ditusuk|penusukan|dikeroyok|pengeroyokan"
        r"|ditembak|penembakan|stabbed|shooting",
    ),
    _Alarm(
        "tawuran",
        "tawur bentrok sarung gelut amuk",
        r"tawuran|bentrok(?:an)?|perang sarung|gelut massal|amuk massa",
    ),
    _Alarm(
        "KDRT",
        "kdrt kekerasan pukuli gebuki siksa hajar gepuki",
        r"(?:kdrt|kekerasan dalam rumah tangga) (?:\w+ )?NOW"
        r"|NOW (?:\w+ ){0,3}(?:kdrt|kekerasan dalam rumah tangga)"
        r"|(?:saya|aku|istri|ibu|anak)(?:nya)? (?:\w+ )?(?:dipukuli|digebuki|disiksa|dihajar|digepuki)",
    ),
    _Alarm(
        "penculikan",
        "culik hilang ilang kidnap",
        r"(?:di|pen)culik(?:an)?|anak (?:\w+ )?(?:hilang|ilang) (?:sejak|tadi|dari|belum)|kidnapp?ed",
    ),
    _Alarm(
        "perkosaan",
        "perkosa rudapaksa raped",
        r"(?:di|pem)?perkosa(?:an)?|pemerkosaan|rudapaksa|raped",
    ),
    _Alarm(
        "longsor",
        "longsor ambrol jugrug landslide",
        r"(?:tanah |tebing )?longsor(?:an)?|tanah ambrol|jugrug|landslide",
    ),
    _Alarm(
        "banjir bandang",
        "banjir jebol flood air",
        r"banjir bandang"
        r"|banjir (?:\w+ )?(?:parah|besar|tinggi|deras|se(?:lutut|dada|pinggang|leher|paha|perut))"
        r"|air (?:\w+ )?se(?:dada|pinggang|leher)|tanggul (?:\w+ )?jebol|flash flood"
        r"|banjir(?: \w+)? masuk(?: \w+)? HOUSE|HOUSE(?: \w+)? kebanjiran|warga (?:\w+ )?terjebak banjir",
    ),
    _Alarm(
        "gempa",
        "gempa lindu tsunami erupsi quake",
        r"gempa(?: bumi)?|lindu|tsunami|erupsi|earthquake",
    ),
    _Alarm(
        "bangunan roboh",
        "roboh ambruk runtuh timpa ketiban jatuhan timbun",
        r"(?:bangunan|gedung|atap|tembok|jembatan|rumah|omah|plafon) (?:\w+ )?(?:roboh|ambruk|runtuh)|tertimpa"
        r"|ketiban|kejatuhan (?:pohon|tiang|tembok)|tertimbun",
    ),
    _Alarm(
        "pohon tumbang",
        "tumbang roboh rubuh ambruk",
        r"(?:pohon|wit|uwit|tiang)\w* (?:\w+ )?(?:tumbang|roboh|rubuh|ambruk)(?: \w+){0,3} (?:menimpa|nimpa"
        r"|kena|menutup|melintang|nutup|orang|korban|mobil|motor)",
    ),
    _Alarm(
        "kabel putus",
        "putus ngetril percik slet",
        r"kabel (?:\w+ ){0,2}putus|kabel (?:\w+ )?(?:ngetril|memercik|percikan api)|korsleting|kons?leting"
        r"|percikan api",
    ),
    _Alarm(
        "puting beliung",
        "beliung ribut",
        r"puting beliung|angin ribut",
    ),
    _Alarm(
        "ular masuk rumah",
        "ular ulo kobra cobra sanca piton pyton python gigit cokot patuk tawon serang",
        r"(?:ular|ulo|kobra|cobra|sanca|piton|phyton|python)(?: \w+){0,3} (?:masuk|mlebu|ning|di|dalam)(?: \w+)? HOUSE"
        r"|(?:ada|ono) (?:ular|ulo) (?:besar|kobra|cobra|sanca)"
        r"|(?:digigit|dicokot|dipatuk) (?:ular|ulo|anjing|monyet)|sarang tawon|disengat tawon"
        r"|diserang (?:tawon|monyet|anjing)",
    ),
    _Alarm(
        "orang mengamuk",
        "amuk bawa ancam",
        r"(?:odgj|orang gila|wong edan|pria|orang) (?:\w+ )?(?:mengamuk|ngamuk)"
        r"|bawa (?:sajam|parang|celurit|golok|pisau)|mengancam (?:\w+ )?(?:parang|celurit|golok|pisau|senjata)",
    ),
    _Alarm(
        "terjebak",
        "jebak prosok cemplung jeglong jatuh",
        r"(?:orang|anak|warga|saya|korban) (?:\w+ )?(?:terjebak|kejebak|terperosok|kecemplung|kejeglong sumur"
        r"|jatuh ke (?:sumur|sungai|jurang|kali))"
        r"|kecemplung sumur|terjebak di (?:lift|dalam|mobil|rumah)",
    ),
    _Alarm(
        "ambulans",
        "ambulan evakuasi",
        r"(?:butuh|perlu|minta|tolong|kirim|panggil\w*|mohon) (?:\w+ )?(?:ambulans?|ambulance)(?: (?:segera"
        r"|cepat|sekarang|darurat))?"
        r"|need an? ambulance|butuh (?:\w+ )?evakuasi (?:segera|cepat|sekarang)",
        heeds_talk=False,
    ),
    _Alarm(
        "minta tolong",
        "tolong tulung darurat emergency sos nyawa",
        r"tolong(?: tolong)+|darurat (?:sekarang|medis|segera)|gawat darurat sekarang|emergency|sos\b"
        r"|nyawa (?:\w+ )?terancam|tulung(?: tulung)+",
        heeds_talk=False,
    ),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, group in (("HOUSE", _HOUSE), ("PERSON", _PERSON), ("NOW", _NOW)):
        pattern = pattern.replace(name, group)
    return re.compile(rf"\b(?:{pattern})(?!\w)")


_SCANS = tuple((alarm, _compiled(alarm.pattern)) for alarm in _ALARMS)
_STEMS = tuple((stem, number) for number, alarm in enumerate(_ALARMS) for stem in alarm.stems.split())

_NO = r"(?:tidak|tdk|tak|gak|ga|nggak|ndak|ora|dudu|bukan|bkn|belum|blm|tanpa|no|not)"
_LINK = r"(?: (?:ada|pernah|terjadi|sampai|menjadi|akan|ono|karena|korban|hal|seperti|lagi|yang|bahaya|jadi|any))"
_NEGATED = re.compile(rf"\b{_NO}{_LINK}{{0,3}} $")
_NAMED = re.compile(
    r"\b(?:pemadam|damkar|penyuluhan|simulasi|sosialisasi|pelatihan|asuransi|santunan|alat|hydrant|hidran|film"
    r"|lomba|lampu"
    r"|tanggap|jalur|satgas|klaim|jasa raharja|kantor|gedung|bahan|surat) $"
)
_RISK = (
    r"(?:rawan\w*|rentan|mencegah|cegah|pencegahan|(?:meng)?hindari|menghindar|(?:meng)?antisipasi|potensi|berpotensi"
    r"|(?:be)?(?:ri|re)siko|mengurangi|meminimalisir|menimbulkan|menyebabkan|mengakibatkan|akibatkan|sebabkan|penyebab"
    r"|memicu|takut\w*|(?:di)?k(?:h)?awatir\w*|kuatir\w*|bahaya|(?:ber|mem)bahaya\w*|sering\w*|kerap|jangan|supaya|agar"
    r"|kalau|kalo|klo|jika|bila|apabila|seandainya|misal\w*|sewaktu waktu|setiap|tiap|selalu|musim"
    r"|prone|risk of|prevent|potential)"
)
_LOOSE = (
    r"(?:kadang\w*|banyak|bisa|dapat|bekas|eks|sisa|pasca|paska|setelah|dulu|mantan|musibah|hampir|nyaris"
    r"|menunggu|tunggu|nunggu"
    r"|nanti|angka|tingkat|titik|beberapa kali|pernah|korban bencana)"
)
_TALK_BEFORE = re.compile(rf"\b(?:{_RISK}(?: \w+){{0,4}}|{_LOOSE}(?: \w+)?) $")
_TALK_AFTER = re.compile(
    r"^(?: \w+){0,5} (?:(?:tahun|bulan|minggu|th|thn) (?:lalu|kemarin|yang lalu|yg lalu|\d{4})|\d{4}\b|dulu|kapan hari"
    r"|beberapa (?:waktu|hari|bulan|tahun) (?:lalu|yang)|last (?:year|month|week))"
)
_CLAUSE = re.compile(r"[.,;:!?\n()\"]+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")


def _is_talk(alarm: _Alarm, before: str, after: str) -> bool:
    if _NEGATED.search(before) or _NAMED.search(before):
        return True
    return alarm.heeds_talk and bool(_TALK_BEFORE.search(before) or _TALK_AFTER.search(after))


def _folded(text: str) -> str:
    """Lower case, no accents, no letter three times in a row ("toloooong")."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return _STRETCHED.sub(r"\1", text)


def found(text: str) -> tuple[str, ...]:
    """The dangers a text names as present, each once, the usual ones first; empty for an ordinary complaint."""
    folded = _folded(text)
    numbers = {number for stem, number in _STEMS if stem in folded}
    if not numbers:
        return ()
    likely = [_SCANS[number] for number in sorted(numbers)]
    clauses = [_NOT_WORD.sub(" ", part).strip() for part in _CLAUSE.split(folded)]
    return tuple(
        alarm.label
        for alarm, scan in likely
        if any(
            not _is_talk(alarm, clause[: hit.start()], clause[hit.end() :])
            for clause in clauses
            for hit in scan.finditer(clause)
        )
    )
