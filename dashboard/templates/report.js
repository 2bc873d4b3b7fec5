for (const button of document.querySelectorAll("button[data-language]")) {
  button.addEventListener("click", () => {
    const chosen = button.dataset.language;
    document.documentElement.lang = chosen;
    for (const part of document.querySelectorAll("main[lang], #print span")) part.hidden = part.lang !== chosen;
    document.title = button.dataset.title;
    for (const other of document.querySelectorAll("button[data-language]"))
      other.setAttribute("aria-pressed", String(other === button));
  });
}
document.getElementById("print").addEventListener("click", () => window.print());
