# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizenships as registry offices write them, in as far as regulations tell them apart. Pure.

A state by its Italian name, the adjective, its ISO code of two or three letters or ISTAT's number. What is not in the
lists is not guessed at: an Italian in a slip of the pen would be taken for a stranger.
"""

from __future__ import annotations

import re

from deliberation.regulations.eligibility import Citizenship
from deliberation.text import plain

LONGEST = 120
# Each: ISTAT's number, ISO codes, names. A name that ends in -a is also good with -o: rumena, rumeno.
_ITALY = "100 IT ITA italia|italiana|i"
_UNION = """
203 AT AUT austria|austriaca
206 BE BEL belgio|belga
209 BG BGR bulgaria|bulgara
212 DK DNK danimarca|danese
214 FI FIN finlandia|finlandese
215 FR FRA francia|francese
216 DE DEU germania|tedesca|germanica
220 GR GRC grecia|greca|ellenica
221 IE IRL irlanda|irlandese|eire
226 LU LUX lussemburgo|lussemburghese
227 MT MLT malta|maltese
232 NL NLD paesi bassi|olanda|olandese|neerlandese
233 PL POL polonia|polacca
234 PT PRT portogallo|portoghese
235 RO ROU romania|rumena|romena
239 ES ESP spagna|spagnola
240 SE SWE svezia|svedese
244 HU HUN ungheria|ungherese|magiara
247 EE EST estonia|estone
248 LV LVA lettonia|lettone
249 LT LTU lituania|lituana
250 HR HRV croazia|croata
251 SI SVN slovenia|slovena
255 SK SVK slovacchia|slovacca
257 CZ CZE repubblica ceca|cechia|ceca
315 CY CYP cipro|cipriota
"""
_UNION_IN_WORDS = "unione europea|ue|eu|comunitaria|europea comunitaria"
_OTHERS = """
201 AL ALB albania|albanese
202 AD AND andorra|andorrana
219 GB GBR regno unito|gran bretagna|inghilterra|scozia|galles|irlanda del nord|britannica|inglese|scozzese|uk
223 IS ISL islanda|islandese
225 LI LIE liechtenstein
229 MC MCO monaco|principato di monaco|monegasca
231 NO NOR norvegia|norvegese
236 SM SMR san marino|sammarinese
241 CH CHE svizzera|elvetica|confederazione svizzera
243 UA UKR ucraina|ukraina
245 RU RUS russia|russa
246 VA VAT citta del vaticano|citta vaticano|vaticano|vaticana|santa sede
252 BA BIH bosnia|bosniaca|bosnia erzegovina|bosnia ed erzegovina|bosnia e erzegovina
253 MK MKD macedonia|macedone|macedonia del nord|ex repubblica jugoslava di macedonia
254 MD MDA moldova|moldavia|moldava
256 BY BLR bielorussia|bielorussa|belarus
270 ME MNE montenegro|montenegrina
271 RS SRB serbia|serba
272 XK XKX kosovo|kosovara
301 AF AFG afghanistan|afgana|afghana
302 SA SAU arabia saudita|saudita|araba saudita
304 BH BHR bahrein|bahrain
305 BD BGD bangladesh|bangladese|bengalese
306 BT BTN bhutan|bhutanese
307 MM MMR myanmar|birmania|birmana|myanmar birmania
309 BN BRN brunei|brunei darussalam
310 KH KHM cambogia|cambogiana
311 LK LKA sri lanka|cingalese|srilankese|singalese
314 CN CHN cina|cinese
319 KP PRK corea del nord|nordcoreana|nord coreana
320 KR KOR corea del sud|sudcoreana|sud coreana|corea|coreana
322 AE ARE emirati arabi uniti|emirati arabi|emiratina
323 PH PHL filippine|filippina
324 PS PSE palestina|palestinese|territori palestinesi|territori dell autonomia palestinese
326 JP JPN giappone|giapponese
327 JO JOR giordania|giordana
330 IN IND india|indiana
331 ID IDN indonesia|indonesiana
332 IR IRN iran|iraniana
333 IQ IRQ iraq|irachena
334 IL ISR israele|israeliana
335 KW KWT kuwait|kuwaitiana
336 LA LAO laos|laotiana
337 LB LBN libano|libanese
338 TL TLS timor leste|timor est|timor orientale
339 MV MDV maldive|maldiviana
340 MY MYS malaysia|malaisia|malese|malaysiana
341 MN MNG mongolia|mongola
342 NP NPL nepal|nepalese
343 OM OMN oman|omanita
344 PK PAK pakistan|pakistana|pachistana|pakistan islamica
345 QA QAT qatar|qatariota
346 SG SGP singapore|singaporiana
348 SY SYR siria|siriana|siria araba
349 TH THA thailandia|tailandia|tailandese|thailandese
351 TR TUR turchia|turca|turkiye
353 VN VNM vietnam|viet nam|vietnamita
354 YE YEM yemen|yemenita
356 KZ KAZ kazakistan|kazakhstan|kazaka
357 UZ UZB uzbekistan|uzbeka
358 AM ARM armenia|armena
359 AZ AZE azerbaigian|azerbaijan|azera|azerbaigiana
360 GE GEO georgia|georgiana
361 KG KGZ kirghizistan|kirgizistan|kirghisa|kirghiza
362 TJ TJK tagikistan|tagika
363 TW TWN taiwan|taiwanese
364 TM TKM turkmenistan|turkmena
401 DZ DZA algeria|algerina
402 AO AGO angola|angolana
404 CI CIV costa d avorio|ivoriana
406 BJ BEN benin|beninese
408 BW BWA botswana
409 BF BFA burkina faso|burkina|burkinabe
410 BI BDI burundi|burundese
411 CM CMR camerun|camerunense|camerunese
413 CV CPV capo verde|capoverdiana
414 CF CAF centrafricana|repubblica centrafricana|centrafrica
415 TD TCD ciad|ciadiana
417 KM COM comore|comoriana
418 CG COG congo|congolese
419 EG EGY egitto|egiziana
420 ET ETH etiopia|etiope
421 GA GAB gabon|gabonese
422 GM GMB gambia|gambiana
423 GH GHA ghana|ghanese
424 DJ DJI gibuti|gibutiana
425 GN GIN guinea|guineana
426 GW GNB guinea bissau
427 GQ GNQ guinea equatoriale|equatoguineana
428 KE KEN kenya|kenia|keniota|keniana
429 LS LSO lesotho
430 LR LBR liberia|liberiana
431 LY LBY libia|libica
432 MG MDG madagascar|malgascia
434 MW MWI malawi|malawiana
435 ML MLI mali|maliana
436 MA MAR marocco|marocchina
437 MR MRT mauritania|mauritana
438 MU MUS maurizio|mauritius|isole mauritius|mauriziana
440 MZ MOZ mozambico|mozambicana
441 NA NAM namibia|namibiana
442 NE NER niger|nigerina
443 NG NGA nigeria|nigeriana
446 RW RWA ruanda|ruandese|rwanda
448 ST STP sao tome e principe|sao tome
449 SC SYC seychelles|seicelle
450 SN SEN senegal|senegalese
451 SL SLE sierra leone|sierraleonese
453 SO SOM somalia|somala
454 ZA ZAF sudafrica|sud africa|sudafricana
455 SD SDN sudan|sudanese
456 SZ SWZ eswatini|swaziland
457 TZ TZA tanzania|tanzaniana
458 TG TGO togo|togolese
460 TN TUN tunisia|tunisina
461 UG UGA uganda|ugandese
463 CD COD congo democratica|zaire|congo kinshasa
464 ZM ZMB zambia|zambiana
465 ZW ZWE zimbabwe|zimbabwese
466 ER ERI eritrea
467 SS SSD sud sudan|sudsudanese
503 AG ATG antigua e barbuda|antigua
505 BS BHS bahamas|bahamense
506 BB BRB barbados
507 BZ BLZ belize
509 CA CAN canada|canadese
513 CR CRI costa rica|costarica|costaricana
514 CU CUB cuba|cubana
515 DM DMA dominica
516 DO DOM dominicana|repubblica dominicana
517 SV SLV el salvador|salvador|salvadoregna
518 JM JAM giamaica|giamaicana
519 GD GRD grenada
523 GT GTM guatemala|guatemalteca
524 HT HTI haiti|haitiana
525 HN HND honduras|honduregna
527 MX MEX messico|messicana
529 NI NIC nicaragua|nicaraguense|nicaraguegna
530 PA PAN panama|panamense
532 LC LCA santa lucia|saint lucia
533 VC VCT saint vincent e grenadine|saint vincent
534 KN KNA saint kitts e nevis|saint kitts
536 US USA stati uniti|stati uniti d america|statunitense|americana|usa
602 AR ARG argentina
604 BO BOL bolivia|boliviana
605 BR BRA brasile|brasiliana
606 CL CHL cile|cilena
608 CO COL colombia|colombiana
609 EC ECU ecuador|ecuadoriana|ecuadoregna|equadoregna
612 GY GUY guyana|guyanese
614 PY PRY paraguay|paraguaiana
615 PE PER peru|peruviana
616 SR SUR suriname|surinamese
617 TT TTO trinidad e tobago|trinidad
618 UY URY uruguay|uruguaiana|uruguayana
619 VE VEN venezuela|venezuelana
701 AU AUS australia|australiana
703 FJ FJI figi|fiji|figiana
708 KI KIR kiribati
712 MH MHL isole marshall|marshall
713 FM FSM micronesia|stati federati di micronesia|stati federati della micronesia
715 NR NRU nauru
719 NZ NZL nuova zelanda|neozelandese
720 PW PLW palau
721 PG PNG papua nuova guinea|papuana
725 SB SLB isole salomone|salomone
727 WS WSM samoa|samoana
730 TO TON tonga|tongana
731 TV TUV tuvalu
732 VU VUT vanuatu
999 XXA XXA apolide|apolidi|senza cittadinanza|stateless
"""
_OTHERS_IN_WORDS = "extracomunitaria|extra comunitaria|non comunitaria|extra ue|extraue|non ue|paese terzo"
_FILLERS = frozenset(
    plain(
        "cittadina cittadino cittadini cittadinanza cittad citt nazionalita naz stato stati repubblica rep regno "
        "federazione federale popolare islamica democratica socialista principato ducato gran di del della dello dei d "
        "la il lo l"
    ).split()
)
_SEPARATORS = re.compile(r"[/;,+&|()\[\]]")
_JOINTS = re.compile(r"\s[-–—]\s|\s(?:e|ed)\s", re.IGNORECASE)  # names have them too: Trinidad e Tobago
_EITHER = re.compile(r"(?<=[ao])/[ao]\b", re.IGNORECASE)  # italiano/a
_NUMBER = re.compile(r"(\d{1,3})(?:[.,]0+)?")
_NUMBERED = re.compile(r"(\d{3})\s+(.+)|(.+?)\s+(\d{3})")


def _bare(said: str) -> str:
    return " ".join(word for word in said.split() if word not in _FILLERS)


def _table(states: str, said: Citizenship, words: str = "") -> dict[str, Citizenship]:
    found: dict[str, Citizenship] = {}
    for line in states.strip().splitlines():
        number, two, three, names = line.split(" ", 3)
        several = _both(names)
        for name in (number, two.lower(), three.lower(), *several, *map(_bare, several)):
            found[name] = said
    return found | dict.fromkeys(_both(words), said)


def _both(names: str) -> list[str]:
    given = [name for name in names.split("|") if name]
    return given + [f"{name[:-1]}o" for name in given if name.endswith("a")]


# A column that answers "Italian?" would make every Italian a Slovene and every other a Norwegian.
_ANSWERS = frozenset({"si", "no"})
_KNOWN = {
    name: said
    for name, said in (
        _table(_OTHERS, Citizenship.OTHER, _OTHERS_IN_WORDS)
        | _table(_UNION, Citizenship.EU, _UNION_IN_WORDS)
        | _table(_ITALY, Citizenship.ITALIAN)
    ).items()
    if name not in _ANSWERS
}


def citizenship(text: str) -> Citizenship | None:
    """What a registry office has written; None for what cannot be understood.

    Of several citizenships the one with the most rights holds: who is Italian too is Italian. A number beside a name
    has to say the same.
    """
    if len(text) > LONGEST:
        return None
    text = _EITHER.sub("", text)
    if whole := _one(text):
        return whole
    if numbered := _NUMBERED.fullmatch(text.strip()):
        left, right = (_one(part) for part in numbered.groups() if part)
        return left if left is right else None
    parts = [one for part in _SEPARATORS.split(text) for one in ([part] if _one(part) else _JOINTS.split(part))]
    parts = [part for part in parts if _bare(plain(part))]
    found = [_one(part) for part in parts]
    if len(found) < 2 or None in found:
        return None
    if any(_NUMBER.fullmatch(part.strip()) for part in parts):
        return found[0] if len(set(found)) == 1 else None
    return strongest(*found)


def strongest(*several: Citizenship | None) -> Citizenship | None:
    """Of several citizenships of one person the one that regulations ask the least of."""
    return next((one for one in Citizenship if one in several), None)


def _one(text: str) -> Citizenship | None:
    if number := _NUMBER.fullmatch(text.strip().lstrip("0")):
        return _KNOWN.get(number[1])
    said = plain(text)
    return _KNOWN.get(said) or _KNOWN.get(_bare(said))
