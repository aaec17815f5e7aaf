# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses and accounts of the demonstration that journeys use."""

from web.demo.story import PASSWORD

BUDGET = "/consultazioni/borgo-panigale-e-reno-200-000-per-gli-spazi-comuni"
APPROVAL = "/consultazioni/casteldebole-e-dintorni-da-dove-cominciamo"
RANKING = "/consultazioni/piazze-e-parchi-in-che-ordine"
RESULT = "/consultazioni/bilancio-partecipativo-dieci-progetti-per-la-citta/risultato"
IDEAS = "/consultazioni/che-cosa-manca-sotto-casa"
REVIEW = "san-donato-e-san-vitale-150-000-per-incontrarsi"
TO_COUNT = "navile-quale-spazio-per-stare-insieme"
RESIDENT, NEWCOMER = ("residente@demo.example", PASSWORD), ("nuova@demo.example", PASSWORD)
MODERATOR, OFFICE = ("moderazione@demo.example", PASSWORD), ("ufficio@demo.example", PASSWORD)
COUNCILLOR = ("consiglio@demo.example", PASSWORD)
