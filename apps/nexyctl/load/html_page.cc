#include "nexyctl/load/html_page.h"

#include "base/strings.h"
#include "nexyctl/load/svg_plot.h"

namespace nexy::load {
namespace {

constexpr std::string_view kStyle = R"(
body { font: 1rem/1.5 sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem;
       margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid var(--grid); padding: .25rem .6rem; text-align: right; }
th[scope=row], thead th:first-child { text-align: left; }
.wide { overflow-x: auto; }
)";

}  // namespace

std::string PageOf(std::string_view title, std::string_view body) {
  return Concat(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
      Escaped(title), "</title>\n<style>", kPlotStyle, kStyle,
      "</style>\n</head>\n<body>\n<main>\n<h1>", Escaped(title), "</h1>\n", body,
      "</main>\n</body>\n</html>\n");
}

std::string TableOf(std::string_view caption, const std::vector<std::vector<std::string>>& rows) {
  std::string table =
      Concat("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"", Escaped(caption),
             "\"><table>\n<caption>", Escaped(caption), "</caption>\n<thead><tr>");
  for (const std::string& cell : rows.front()) {
    table += Concat("<th scope=\"col\">", Escaped(cell), "</th>");
  }
  table += "</tr></thead>\n<tbody>\n";
  for (std::size_t i = 1; i < rows.size(); ++i) {
    table += "<tr>";
    for (std::size_t j = 0; j < rows[i].size(); ++j) {
      table += j == 0 ? Concat("<th scope=\"row\">", Escaped(rows[i][j]), "</th>")
                      : Concat("<td>", Escaped(rows[i][j]), "</td>");
    }
    table += "</tr>\n";
  }
  return table + "</tbody>\n</table></div>\n";
}

std::string ParagraphOf(std::string_view text) { return Concat("<p>", Escaped(text), "</p>\n"); }
std::string HeadingOf(std::string_view text) { return Concat("<h2>", Escaped(text), "</h2>\n"); }

}  // namespace nexy::load
