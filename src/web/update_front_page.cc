#include "web/update_front_page.h"

#include <string_view>

#include "base/strings.h"

namespace nexy {
namespace {

std::string Escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string OfferTable(const FrontPage& page) {
  std::string html =
      Concat("<p>Publication ", page.publication, " of ", IsoTime(page.published),
             page.store_is_read ? ".</p>\n"
                                : ". The store cannot be read at the moment; what was published "
                                  "before is still served.</p>\n",
             "<table>\n<caption>What each channel offers</caption>\n<thead><tr><th "
             "scope=\"col\">Channel</th><th scope=\"col\">Newest version</th><th "
             "scope=\"col\">Build</th></tr></thead>\n<tbody>\n");
  for (const ChannelOffer& offer : page.offers) {
    html += Concat("<tr><th scope=\"row\">", Escaped(offer.channel), "</th><td>",
                   Escaped(offer.version), "</td><td>", Escaped(offer.build), "</td></tr>\n");
  }
  return html + "</tbody>\n</table>\n";
}

}  // namespace

std::string FrontPageHtml(const FrontPage& page) {
  return Concat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
      Escaped(page.title),
      "</title>\n<style>body{font:1.1rem/1.5 sans-serif;max-width:45rem;margin:2rem "
      "auto;padding:0 1rem}th,td{text-align:left;padding:.3rem "
      "1rem}</style>\n</head>\n<body>\n<main>\n<h1>",
      Escaped(page.title), "</h1>\n",
      page.publication == 0 ? "<p>Nothing is published at the moment.</p>\n" : OfferTable(page),
      "</main>\n</body>\n</html>\n");
}

}  // namespace nexy
