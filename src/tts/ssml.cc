#include "tts/ssml.h"

#include <algorithm>

#include "base/strings.h"
#include "text/unicode.h"

namespace nexy {
namespace {

// XML 1.0, 2.2.
bool IsXmlCharacter(char32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

// "+10%": a multiplier around 1.0 as the change that Azure understands (a bare 1.0 is something
// else).
std::string Change(int percent) { return Concat(percent >= 100 ? "+" : "", percent - 100, "%"); }

// "0.85", without a locale.
std::string Hundredths(int percent) {
  const std::string digits = std::to_string(percent % 100);
  return Concat(percent / 100, ".", digits.size() == 1 ? "0" : "", digits);
}

std::string Prosody(std::string text, const AzureOptions& options) {
  std::string attributes;
  if (options.rate_percent != 100) {
    attributes += Concat(" rate=\"", Change(options.rate_percent), "\"");
  }
  if (options.pitch_percent != 100) {
    attributes += Concat(" pitch=\"", Change(options.pitch_percent), "\"");
  }
  if (options.volume_percent < 100) {  // Of 0..100, and 100 is the default.
    attributes += Concat(" volume=\"", options.volume_percent, "\"");
  }
  if (attributes.empty()) return text;
  return Concat("<prosody", attributes, ">", text, "</prosody>");
}

std::string Style(std::string text, const AzureOptions& options) {
  if (options.style.empty()) return text;
  std::string degree;
  if (options.style_degree_percent != 100) {
    degree = Concat(" styledegree=\"", Hundredths(options.style_degree_percent), "\"");
  }
  return Concat("<mstts:express-as style=\"", EscapeXml(options.style), "\"", degree, ">", text,
                "</mstts:express-as>");
}

}  // namespace

std::string EscapeXml(std::string_view text) {
  std::u32string kept = DecodeUtf8(text);
  std::erase_if(kept, [](char32_t c) { return !IsXmlCharacter(c); });
  const std::string utf8 = EncodeUtf8(kept);
  std::string escaped;
  escaped.reserve(utf8.size());
  for (char c : utf8) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string LocaleOfVoice(std::string_view voice) {
  const std::size_t first = voice.find('-');
  const std::size_t second = first == std::string_view::npos ? first : voice.find('-', first + 1);
  return second == std::string_view::npos ? "en-US" : std::string(voice.substr(0, second));
}

std::string SsmlFor(std::string_view text, std::string_view voice, const AzureOptions& options) {
  return Concat(
      "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" "
      "xmlns:mstts=\"http://www.w3.org/2001/mstts\" xml:lang=\"",
      EscapeXml(LocaleOfVoice(voice)), "\"><voice name=\"", EscapeXml(voice), "\">",
      Style(Prosody(EscapeXml(text), options), options), "</voice></speak>");
}

}  // namespace nexy
