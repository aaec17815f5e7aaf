# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of minutes: ties with the draw that anyone repeats, digests, how it is counted again, signatures."""

from shlex import quote

from voting import RULES
from voting.evidence import transcript
from web.pages.ballots.minutes.counts import Count, Setting
from web.pages.ballots.minutes.document import Block, Commands, Facts, Lines, Paragraph, Section, Signatures


def the_ties(count: Count) -> Section:
    """What broke each tie; of a draw all that it takes to draw again, as commands."""
    _, outcome = count.reading.gettext, count.outcome
    blocks: list[Block] = [Lines(transcript.ties(outcome, count.names, count.view.locale))]
    if outcome["lot"]:
        blocks += _draw(count)
    return Section(_("Parità e sorteggio"), blocks)


def _draw(count: Count) -> list[Block]:
    _, asked, lot = count.reading.gettext, count.asked, count.outcome["lot"]
    drawn = sorted({o for note in count.outcome["ties"] if note["criterion"] == "lot" for o in note["tied"]})
    order = [option for option in lot["order"] if option in drawn]
    rows = [
        (_("Impronta pubblicata prima del voto"), asked.lot_commitment or _("non indicata")),
        (_("Numero segreto"), asked.lot_secret),
        (_("Fonte"), asked.lot_source or _("non indicata")),
        (_("Valore della fonte"), asked.lot_value),
        (_("Seme"), lot["seed"]),
        (_("Ordine sorteggiato"), ", ".join(f"{count.view.title(option)} [{option}]" for option in order)),
    ]
    blocks: list[Block] = [
        Facts(rows),
        Paragraph(_("Chi viene prima in quest'ordine passa; quando invece se ne toglie uno, esce chi viene dopo.")),
        Paragraph(
            _(
                "Per rifare il sorteggio copia queste righe in un terminale che ha Python: escono l'impronta, il seme "
                "e l'ordine."
            )
        ),
        Commands(draw_commands(asked.slug, asked.lot_secret, asked.lot_value, lot["seed"], drawn)),
    ]
    if asked.lot_commitment:
        return blocks
    return [*blocks, Paragraph(_("Di questo voto non c'è un'impronta pubblicata prima."))]


def draw_commands(slug: str, secret: str, value: str, seed: str, tied: list[str]) -> list[str]:
    """Commands of any terminal with Python: the commitment, the seed, and the tied options in the order of the lot."""
    return [
        f"s={quote(secret)}",
        f"v={quote(value)}",
        'printf %s "$s" | sha256sum',
        f'printf %s "lot:v1|{slug}|$s|$v" | sha256sum',
        f"seme={seed}",
        "p='import hashlib, sys; h = lambda o: hashlib.sha256(bytes.fromhex(sys.argv[1])'",
        'p="$p + bytes(1) + o.encode()).hexdigest(); print(*sorted(sys.argv[2:], key=h))"',
        f'python3 -c "$p" "$seme" {" ".join(quote(option) for option in tied)}',
    ]


def the_digests(count: Count, setting: Setting) -> Section:
    """What must come out again, from where, by which command."""
    _, outcome = count.reading.gettext, count.outcome
    address = setting.base_url + count.address
    rows = [
        (_("Impronta delle schede"), outcome["input"]),
        (_("Impronta del risultato"), outcome["digest"]),
        (_("Il conteggio intero"), f"{address}/{count.tally.rule}/esito.json"),
    ]
    rows += [(_("Le schede, senza chi le ha date"), f"{address}/schede/{form}") for form in count.files.forms]
    blocks: list[Block] = [Facts(rows), Paragraph(count.files.told)]
    if "csv" in count.files.forms and count.tally.is_official:
        blocks += [Paragraph(_("Con il programma Rione e il file delle schede:")), Commands([tally_command(count)])]
    if count.tally.is_official:
        server = _(
            "Sul server si rifà tutto il conto con questo comando. Se dopo la pubblicazione esce un'altra impronta, il "
            "programma si ferma e lo dice."
        )
        blocks += [Paragraph(server), Commands([f"rione tally --consultation {count.asked.slug}"])]
    return Section(_("Impronte e riconteggio"), blocks)


def tally_command(count: Count) -> str:
    """The command that counts the published file of ballots again."""
    outcome = count.outcome
    defaults = {parameter.name: parameter.default for parameter in RULES[count.tally.rule].parameters}
    given = {name: value for name, value in outcome["params"].items() if value != defaults[name]}
    words = [f"schede-{count.asked.slug}.csv", "--rule", count.tally.rule]
    for name, value in given.items():
        words += ["--param", f"{name}={value}"]
    words += ["--ties", ",".join(outcome["tie_policy"])]
    if outcome["lot"]:
        words += ["--lot-seed", outcome["lot"]["seed"]]
    return " ".join(["rione tally", *(quote(str(word)) for word in words)])


def to_sign(count: Count) -> Section:
    """Room for who counted and who takes the result on."""
    _ = count.reading.gettext
    return Section(
        _("Firme"),
        [
            Signatures(
                [
                    _("Luogo e data"),
                    _("Chi ha contato, nome e firma"),
                    _("Chi dirige l'ufficio, nome e firma"),
                    _("Chi ha assistito, nome e firma"),
                ]
            )
        ],
    )
