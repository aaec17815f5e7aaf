# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts that would run a script if a page let them: each calls PWN()."""

PAYLOADS = (
    "<script>PWN()</script>", "<SCRIPT>PWN()</SCRIPT >", "<script/x>PWN()</script>", "<scr<script>ipt>PWN()</script>",
    "\"><script>PWN()</script>", "'><script>PWN()</script>", "</title><script>PWN()</script>",
    "</textarea><script>PWN()</script>", "</style><script>PWN()</script>", "</script><script>PWN()</script>",
    "--><script>PWN()</script>", "]]><script>PWN()</script>", "<img src=x onerror=PWN()>", "<img/src=x/onerror=PWN()>",
    "<img src=x onerror=PWN()//",
    "\"><img src=x onerror=PWN()>", "' onmouseover='PWN()", "\" autofocus onfocus=\"PWN()",
    "\" onload=PWN() x=\"", "<svg onload=PWN()>", "<svg/onload=PWN()>", "<svg><script>PWN()</script></svg>",
    "<svg><animate onbegin=PWN() attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:PWN()><text>a</text></a></svg>",
    "<math><mtext></p><img src=x onerror=PWN()>", "<body onload=PWN()>", "<iframe src=javascript:PWN()>",
    "<iframe srcdoc='<script>parent.PWN()</script>'>", "<object data=javascript:PWN()>", "<embed src=javascript:PWN()>",
    "<details open ontoggle=PWN()>", "<video><source onerror=PWN()></video>", "<audio src=x onerror=PWN()>",
    "<input autofocus onfocus=PWN()>", "<select autofocus onfocus=PWN()>", "<marquee onstart=PWN()>a</marquee>",
    "<form action=javascript:PWN()><button>a</button></form>", "<button formaction=javascript:PWN()>a</button>",
    "<a href=javascript:PWN()>a</a>", "<a href=\"java\tscript:PWN()\">a</a>", "<base href=javascript:PWN()//>",
    "<meta http-equiv=refresh content='0;url=javascript:PWN()'>", "<link rel=stylesheet href=javascript:PWN()>",
    "<style>@import 'javascript:PWN()'</style>", "<div style=background:url(javascript:PWN())>a</div>",
    "[a](javascript:PWN())", "[a](JaVaScRiPt:PWN())", "[a](javascript&colon;PWN())", "[a](&#106;avascript:PWN())",
    "[a](data:text/html,<script>PWN()</script>)", "[a](vbscript:PWN())", "![a](x\"onerror=\"PWN())",
    "![a](javascript:PWN())", "<javascript:PWN()>", "[a]: javascript:PWN()\n\n[a]", "[a](https://x\"onclick=\"PWN())",
    "`<img src=x onerror=PWN()>`", "    <script>PWN()</script>", "| <img src=x onerror=PWN()> |\n|---|\n| a |",
    "{{constructor.constructor('PWN()')()}}", "${PWN()}", "<%= PWN() %>", "#{PWN()}", "javascript:PWN()",
    "&lt;script&gt;PWN()&lt;/script&gt;", "&#60;script&#62;PWN()&#60;/script&#62;", "%3Cscript%3EPWN()%3C/script%3E",
    "\u2028<script>PWN()</script>", "\ufeff<script>PWN()</script>",
    "<ſcript>PWN()</ſcript>", "＜script＞PWN()＜/script＞",
    "<a hx-get=/ hx-on::load=PWN() hx-trigger=load>a</a>",
    "<noscript><p title=\"</noscript><img src=x onerror=PWN()>\">",
    "\";PWN();//", "';PWN();//", "\\';PWN();//", "</script>{\"a\":PWN()}", "<x onclick=PWN() tabindex=1 id=x>a</x>",
)  # fmt: skip
