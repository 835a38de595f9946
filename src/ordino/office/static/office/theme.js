/* Before anything is drawn: the theme that was chosen, or the one of the machine. */
{
  const chosen = localStorage.getItem("o-theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
}
