#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "base/status.h"
#include "base/strings.h"
#include "update/appcast.h"
#include "update/channels.h"
#include "update/signing_key.h"

namespace nexy {
namespace {

constexpr std::size_t kFeedMaxBytes = 1 << 20;
constexpr std::size_t kItemsMax = 1'000;
constexpr int kDepthMax = 32;
constexpr char kNamespace[] = "http://www.andymatuschak.org/xml-namespaces/sparkle";

absl::Status Wrong(const std::string& what) { return absl::InvalidArgumentError(what); }

// Readers differ about attributes that stand twice, and about depth.
absl::Status CheckTree(pugi::xml_node node, int depth) {
  if (depth > kDepthMax) return Wrong("the feed is nested too deeply");
  std::set<std::string_view> names;
  for (const pugi::xml_attribute attribute : node.attributes()) {
    if (!names.insert(attribute.name()).second) return Wrong("an attribute stands twice");
  }
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element) NEXY_RETURN_IF_ERROR(CheckTree(child, depth + 1));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> Number(std::string_view text, std::string_view what) {
  if (text.empty() || text.size() > 15 ||
      text.find_first_not_of("0123456789") != std::string_view::npos) {
    return Wrong(Concat(what, " is not a whole number"));
  }
  return std::stoll(std::string(text));
}

// The text of the only child of that name; empty if there is none.
absl::StatusOr<std::string> Text(pugi::xml_node item, const char* name) {
  const pugi::xml_node child = item.child(name);
  if (child.next_sibling(name)) return Wrong(Concat(name, " stands twice in an item"));
  for (const pugi::xml_node inner : child.children()) {
    if (inner.type() == pugi::node_element) return Wrong(Concat(name, " contains elements"));
  }
  return std::string(child.text().get());
}

absl::Status CheckUrl(const std::string& url) {
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  if (!web || url.find_first_of(" \t\r\n\"<>\\") != std::string::npos) {
    return Wrong(Concat("\"", url.substr(0, 100), "\" is not the address of a download"));
  }
  return absl::OkStatus();
}

absl::StatusOr<AppcastFile> FileOf(pugi::xml_node node, const std::string& url,
                                   const char* length) {
  AppcastFile file{.url = url,
                   .length = 0,
                   .type = node.attribute("type").value(),
                   .signature = node.attribute("sparkle:edSignature").value(),
                   .delta_from = node.attribute("sparkle:deltaFrom").value()};
  NEXY_RETURN_IF_ERROR(CheckUrl(url));
  NEXY_ASSIGN_OR_RETURN(file.length, Number(node.attribute(length).value(), "a length"));
  const absl::StatusOr<std::string> signature = BytesOfBase64(file.signature);
  if (!signature.ok() || signature->size() != 64) {
    return Wrong(Concat("the signature of ", url, " is missing or damaged"));
  }
  return file;
}

absl::Status ReadVersion(pugi::xml_node enclosure, pugi::xml_node item, AppcastItem& read) {
  NEXY_ASSIGN_OR_RETURN(const std::string element, Text(item, "sparkle:version"));
  const std::string attribute = enclosure.attribute("sparkle:version").value();
  if (!element.empty() && !attribute.empty() && element != attribute) {
    return Wrong("an item carries two different versions");
  }
  read.version = attribute.empty() ? element : attribute;
  if (read.version.empty()) return Wrong("an item has no version");
  NEXY_ASSIGN_OR_RETURN(read.short_version, Text(item, "sparkle:shortVersionString"));
  return absl::OkStatus();
}

absl::Status ReadAudience(pugi::xml_node item, AppcastItem& read) {
  NEXY_ASSIGN_OR_RETURN(read.channel, Text(item, "sparkle:channel"));
  // Sparkle shows an item with an empty or misspelt channel to everybody.
  if (item.child("sparkle:channel") && !IsChannelName(read.channel)) {
    return Wrong("an item's channel is empty or misspelt, which would show it to everybody");
  }
  NEXY_ASSIGN_OR_RETURN(const std::string date, Text(item, "pubDate"));
  // Sparkle gives an item without a readable date to everybody at once.
  NEXY_ASSIGN_OR_RETURN(read.published, ParseRfc822Time(date));
  NEXY_ASSIGN_OR_RETURN(const std::string interval, Text(item, "sparkle:phasedRolloutInterval"));
  if (!interval.empty()) {
    NEXY_ASSIGN_OR_RETURN(read.interval_s, Number(interval, "a phase's interval"));
  }
  NEXY_ASSIGN_OR_RETURN(read.minimum_system, Text(item, "sparkle:minimumSystemVersion"));
  NEXY_ASSIGN_OR_RETURN(read.minimum_update, Text(item, "sparkle:minimumUpdateVersion"));
  const pugi::xml_node critical = item.child("sparkle:criticalUpdate");
  read.critical = static_cast<bool>(critical);
  read.critical_below = critical.attribute("sparkle:version").value();
  return absl::OkStatus();
}

absl::StatusOr<AppcastItem> ItemOf(pugi::xml_node item) {
  AppcastItem read;
  NEXY_ASSIGN_OR_RETURN(read.title, Text(item, "title"));
  const pugi::xml_node enclosure = item.child("enclosure");
  if (!enclosure || enclosure.next_sibling("enclosure")) {
    return Wrong("an item has no archive, or more than one");
  }
  NEXY_ASSIGN_OR_RETURN(read.archive,
                        FileOf(enclosure, enclosure.attribute("url").value(), "length"));
  NEXY_RETURN_IF_ERROR(ReadVersion(enclosure, item, read));
  NEXY_RETURN_IF_ERROR(ReadAudience(item, read));
  for (const pugi::xml_node delta : item.child("sparkle:deltas").children("enclosure")) {
    NEXY_ASSIGN_OR_RETURN(AppcastFile file,
                          FileOf(delta, delta.attribute("url").value(), "length"));
    if (file.delta_from.empty()) return Wrong("a delta does not say from which version it goes");
    read.deltas.push_back(std::move(file));
  }
  for (const pugi::xml_node notes : item.children("sparkle:releaseNotesLink")) {
    NEXY_ASSIGN_OR_RETURN(AppcastFile file, FileOf(notes, notes.text().get(), "sparkle:length"));
    read.notes.push_back(std::move(file));
  }
  return read;
}

}  // namespace

absl::StatusOr<std::vector<AppcastItem>> ReadAppcast(std::string_view content) {
  if (content.size() > kFeedMaxBytes) return Wrong("the feed is longer than 1 MiB");
  pugi::xml_document document;
  const pugi::xml_parse_result result =
      document.load_buffer(content.data(), content.size(),
                           pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  if (!result) return Wrong(Concat("the feed is not XML: ", result.description()));
  std::size_t roots = 0;
  for (const pugi::xml_node node : document.children()) {
    if (node.type() == pugi::node_doctype) return Wrong("the feed defines a document type");
    if (node.type() == pugi::node_element) ++roots;
  }
  const pugi::xml_node rss = document.child("rss");
  if (!rss || roots != 1) return Wrong("the feed is not RSS");
  if (std::string_view(rss.attribute("xmlns:sparkle").value()) != kNamespace) {
    return Wrong("the feed does not declare Sparkle's namespace exactly");
  }
  NEXY_RETURN_IF_ERROR(CheckTree(rss, 0));
  std::vector<AppcastItem> items;
  for (const pugi::xml_node item : rss.child("channel").children("item")) {
    if (items.size() == kItemsMax) return Wrong("the feed has too many items");
    NEXY_ASSIGN_OR_RETURN(AppcastItem read, ItemOf(item));
    items.push_back(std::move(read));
  }
  return items;
}

}  // namespace nexy
