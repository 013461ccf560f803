// Light or dark, before anything is painted.
{
  const kept = localStorage.getItem("theme");
  const light = matchMedia("(prefers-color-scheme: light)").matches;
  document.documentElement.dataset.theme = kept ?? (light ? "light" : "dark");
}
