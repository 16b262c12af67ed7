"use strict";
// Draws the charts from the JSON of this page. ast: expressions are interpreted, so the page needs no 'unsafe-eval'.
(() => {
  const { specs, config } = JSON.parse(document.getElementById("charts").textContent);
  for (const box of document.querySelectorAll("[data-chart]")) {
    const fallback = box.firstElementChild;
    const canvas = document.createElement("div");
    canvas.className = "drawing";
    box.append(canvas);
    vegaEmbed(canvas, specs[box.dataset.chart], { ast: true, actions: false, renderer: "svg", config, tooltip: { theme: "custom" } })
      .then(() => fallback.remove())
      .catch((problem) => {
        canvas.remove();
        console.error(problem);
      });
  }
  // print shows the numbers under every chart only when the reader opened them; a failed script leaves the tables as they are
})();
