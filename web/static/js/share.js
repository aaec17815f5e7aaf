// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// "Condividi": the telephone's own sheet, or else the address goes to the clipboard. Without a script there is no button,
// and the page of the address and its QR code is a link beside it.
for (const button of document.querySelectorAll("button[data-share]")) {
  const words = button.querySelector("[data-share-words]");
  const own = words.textContent;
  const url = button.dataset.address || location.href.split("#")[0];
  button.hidden = !(navigator.share || navigator.clipboard);
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) await navigator.share({ title: button.dataset.share, url });
      else {
        await navigator.clipboard.writeText(url);
        words.textContent = button.dataset.copied;
        setTimeout(() => { words.textContent = own; }, 4000);
      }
    } catch {
      // closed without sharing
    }
  });
}
