/* Shows the buttons marked data-print, which are hidden where there is no script, and lets them print the page. */
document.querySelectorAll("[data-print]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
});
