#include "update/appcast.h"

#include <pugixml.hpp>
#include <sstream>
#include <utility>

#include "base/strings.h"
#include "text/unicode.h"
#include "update/public_url.h"

namespace nexy {
namespace {

constexpr std::size_t kMaxItems = 10;

class XmlElement {
 public:
  explicit XmlElement(pugi::xml_node node) : node_(node) {}

  XmlElement Add(const char* name) { return XmlElement(node_.append_child(name)); }
  void AddText(const char* name, std::string_view text) {
    node_.append_child(name).text().set(XmlText(text).c_str());
  }
  XmlElement& Set(const char* name, std::string_view value) {
    node_.append_attribute(name).set_value(XmlText(value).c_str());
    return *this;
  }
  void SetText(std::string_view text) { node_.text().set(XmlText(text).c_str()); }

 private:
  pugi::xml_node node_;
};

const char* ContentType(const Archive& archive) {
  return archive.type == "dmg" ? "application/x-apple-diskimage" : "application/octet-stream";
}

void AddDeltas(const Catalogue& catalogue, const Archive& archive, XmlElement& item) {
  if (archive.deltas.empty()) return;
  XmlElement deltas = item.Add("sparkle:deltas");
  for (const Delta& delta : archive.deltas) {
    deltas.Add("enclosure")
        .Set("url", DownloadUrl(catalogue, delta.path))
        .Set("length", std::to_string(delta.length))
        .Set("type", "application/octet-stream")
        .Set("sparkle:deltaFrom", delta.from_bundle_version)
        .Set("sparkle:edSignature", delta.signature);
  }
}

void AddNotes(const Catalogue& catalogue, const Release& release, XmlElement& item) {
  for (const ReleaseNotes& notes : release.notes) {
    XmlElement link = item.Add("sparkle:releaseNotesLink");
    if (!notes.language.empty()) link.Set("xml:lang", notes.language);
    link.Set("sparkle:edSignature", notes.signature);
    link.Set("sparkle:length", std::to_string(notes.length));
    link.SetText(NotesUrl(catalogue, notes));
  }
}

// The enclosure comes first: earlier scripts take the first `sparkle:version="…"` and the first
// `length="…"` of a feed for the newest archive's.
void AddItem(const Catalogue& catalogue, const Release& release, const Archive& archive,
             const Placement& placement, XmlElement& channel) {
  XmlElement item = channel.Add("item");
  item.AddText("title", release.title);
  item.AddText("pubDate", Rfc822Time(PublicationTime(placement)));
  XmlElement enclosure = item.Add("enclosure");
  enclosure.Set("url", DownloadUrl(catalogue, archive.path))
      .Set("sparkle:version", release.bundle_version)
      .Set("sparkle:shortVersionString", release.version)
      .Set("length", std::to_string(archive.length))
      .Set("type", ContentType(archive))
      .Set("sparkle:edSignature", archive.signature);
  if (archive.type == "pkg") enclosure.Set("sparkle:installationType", "package");
  item.AddText("sparkle:version", release.bundle_version);
  item.AddText("sparkle:shortVersionString", release.version);
  // No tag is Sparkle's default channel; a tag on a stable release would hide it from everybody.
  if (placement.channel != catalogue.channels.front()) {
    item.AddText("sparkle:channel", placement.channel);
  }
  if (!archive.min_os.empty()) item.AddText("sparkle:minimumSystemVersion", archive.min_os);
  if (!archive.max_os.empty()) item.AddText("sparkle:maximumSystemVersion", archive.max_os);
  if (archive.arch == "arm64") item.AddText("sparkle:hardwareRequirements", "arm64");
  if (const Release* stone = catalogue.Find(release.minimum_build)) {
    item.AddText("sparkle:minimumUpdateVersion", stone->bundle_version);
  }
  if (placement.rollout.interval_s > 0) {
    item.AddText("sparkle:phasedRolloutInterval", std::to_string(placement.rollout.interval_s));
  }
  if (release.critical_below > 0) {
    XmlElement critical = item.Add("sparkle:criticalUpdate");
    const Release* below = catalogue.Find(release.critical_below);
    if (below != nullptr) critical.Set("sparkle:version", below->bundle_version);
  }
  AddDeltas(catalogue, archive, item);
  AddNotes(catalogue, release, item);
}

bool IsXmlCharacter(char32_t c) {
  return c == U'\t' || c == U'\n' || c == U'\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

}  // namespace

std::string XmlText(std::string_view text) {
  std::u32string allowed;
  for (const char32_t c : DecodeUtf8(text)) {
    if (IsXmlCharacter(c)) allowed += c;
  }
  return EncodeUtf8(allowed);
}

const Archive* MacArchive(const Release& release) {
  for (const char* type : {"dmg", "zip", "pkg"}) {
    for (const Archive& archive : release.archives) {
      if (archive.os == "macos" && archive.type == type) return &archive;
    }
  }
  return nullptr;
}

std::vector<const Release*> VisibleReleases(const Catalogue& catalogue, std::string_view channel,
                                            UnixSeconds now) {
  std::vector<const Release*> visible;
  for (const Release& release : catalogue.releases) {
    const Placement* placement = catalogue.SeenPlacement(release, channel);
    const bool gone = release.withdrawn() || (release.expires != 0 && now >= release.expires);
    if (placement == nullptr || placement->rollout.paused_at != 0 || gone) continue;
    visible.push_back(&release);
  }
  return visible;
}

UnixSeconds PublicationTime(const Placement& placement) {
  return placement.since + placement.rollout.held_s;
}

std::string DownloadUrl(const Catalogue& catalogue, std::string_view path) {
  return Concat(catalogue.public_url, "/downloads/", EncodedSegment(path));
}

std::string NotesUrl(const Catalogue& catalogue, const ReleaseNotes& notes) {
  const std::size_t slash = notes.path.find('/');
  return Concat(catalogue.public_url, "/notes/", EncodedSegment(notes.path.substr(slash + 1)));
}

std::string WriteAppcast(const Catalogue& catalogue, std::string_view channel, UnixSeconds now) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "utf-8";
  XmlElement rss(document.append_child("rss"));
  rss.Set("version", "2.0")
      .Set("xmlns:sparkle", "http://www.andymatuschak.org/xml-namespaces/sparkle");
  rss.Set("xmlns:nexy", "https://nexy.example/ns/update/1");
  XmlElement feed = rss.Add("channel");
  feed.AddText("title", catalogue.title);
  feed.AddText("description", "Updates for Nexy AI Assistant");
  feed.AddText("language", "en");
  feed.Add("nexy:feed")
      .Set("serial", std::to_string(catalogue.serial))
      .Set("prev", catalogue.previous)
      .Set("issued", IsoTime(catalogue.issued))
      .Set("expires", IsoTime(catalogue.expires))
      .Set("channel", channel);
  std::size_t items = 0;
  for (const Release* release : VisibleReleases(catalogue, channel, now)) {
    const Archive* archive = MacArchive(*release);
    if (archive == nullptr || items == kMaxItems) continue;
    ++items;
    AddItem(catalogue, *release, *archive, *catalogue.SeenPlacement(*release, channel), feed);
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return std::move(out).str();
}

}  // namespace nexy
