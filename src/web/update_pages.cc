#include "web/update_pages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/tuf_metadata.h"
#include "update/utc_time.h"
#include "web/update_front_page.h"

namespace nexy {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kNotFound[] = "404: Not Found";
constexpr char kHtml[] = "text/html; charset=utf-8";
constexpr char kJson[] = "application/json; charset=utf-8";
// Feeds and documents are kept in memory up to this size, everything else is sent from the disk.
constexpr std::int64_t kInMemoryMaxBytes = 256 * 1024;
// A proxy that changes line ends breaks a signed feed, so none may change anything.
constexpr char kMayChange[] = "public, max-age=60, no-transform";
constexpr char kNeverChanges[] = "public, max-age=31536000, immutable, no-transform";
constexpr char kClosed[] = "private, max-age=60, no-transform";

// What was asked for: a label of the metrics; "page", "report" and, for all else, "unknown"
// besides.
std::string_view KindOf(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kPrefixes[] = {
      {"appcast", "appcast"}, {"manifest", "manifest"},   {"metadata/", "metadata"},
      {"targets/", "target"}, {"downloads/", "download"}, {"notes/", "notes"},
      {"api/", "api"}};
  for (const auto& [prefix, kind] : kPrefixes) {
    if (name.starts_with(prefix)) return kind;
  }
  return "unknown";
}

// The same bytes for ever: what carries a hash, a number or a build in its name.
bool IsImmutable(std::string_view name, std::string_view kind) {
  if (kind == "metadata") return name != "metadata/timestamp.json";
  return kind == "target" || kind == "download" || kind == "notes";
}

std::optional<int> HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// The name that a request's path means; nullopt: no name can be meant. An encoded slash is none: a
// proxy in front would have taken it for another path than we.
std::optional<std::string> NameOf(std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);
  if (path.starts_with("updates/")) path.remove_prefix(8);  // As the edge shows it to the world.
  std::string name;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '%') {
      name += path[i];
      continue;
    }
    const auto high = i + 2 < path.size() ? HexDigit(path[i + 1]) : std::nullopt;
    const auto low = i + 2 < path.size() ? HexDigit(path[i + 2]) : std::nullopt;
    if (!high || !low) return std::nullopt;
    const char byte = static_cast<char>(*high * 16 + *low);
    if (byte == '/' || byte == '\0') return std::nullopt;
    name += byte;
    i += 2;
  }
  return name;
}

struct LatestRelease {
  std::string version;
  std::string build;
};

LatestRelease LatestIn(std::string_view manifest) {
  const auto json = nlohmann::json::parse(manifest, nullptr, /*allow_exceptions=*/false);
  LatestRelease latest;
  if (!json.is_object()) return latest;
  if (const auto at = json.find("version"); at != json.end() && at->is_string()) {
    latest.version = at->get<std::string>();
  }
  if (const auto at = json.find("build"); at != json.end()) {
    latest.build = at->is_string() ? at->get<std::string>() : at->dump();
  }
  return latest;
}

}  // namespace

struct UpdatePages::Entry {
  PublishedFile facts;
  std::shared_ptr<const std::string> bytes;  // Null: it is sent from the disk.
};

// One publication, ready to be served.
struct UpdatePages::View {
  ReleaseStore store;
  CurrentPublication current;
  UnixSeconds time = 0;
  std::map<std::string, Entry, std::less<>> files;
  std::map<std::string, LatestRelease> latest;  // By channel.

  const Entry* Find(const std::string& name) const {
    const auto found = files.find(name);
    return found == files.end() ? nullptr : &found->second;
  }
};

class UpdatePages::Counts {
 public:
  explicit Counts(prometheus::Registry& registry)
      : requests_(prometheus::BuildCounter()
                      .Name("nexy_update_requests_total")
                      .Help("Requests to the update service, by what was asked for and status")
                      .Register(registry)),
        publication(prometheus::BuildGauge()
                        .Name("nexy_update_publication")
                        .Help("Number of the publication that is served; 0: none")
                        .Register(registry)
                        .Add({})),
        store_failures(prometheus::BuildCounter()
                           .Name("nexy_update_store_failures_total")
                           .Help("Times that the release store could not be read")
                           .Register(registry)
                           .Add({})) {
    auto& downloads = prometheus::BuildCounter()
                          .Name("nexy_update_downloads_total")
                          .Help("Downloads of archives that were sent whole, or broken off")
                          .Register(registry);
    outcomes_ = &prometheus::BuildCounter()
                     .Name("nexy_update_outcomes_total")
                     .Help("Steps of updates that clients report, failures by reason")
                     .Register(registry);
    complete = &downloads.Add({{"outcome", "complete"}});
    broken = &downloads.Add({{"outcome", "broken"}});
  }

  // `kind` is of a closed set and `status` one that we send, so there are few of them.
  void Answered(std::string_view kind, int status) {
    requests_.Add({{"kind", std::string(kind)}, {"status", std::to_string(status)}}).Increment();
  }

  // Event and reason are of closed lists.
  void Reported(const OutcomeReport& report) {
    outcomes_->Add({{"event", std::string(OutcomeWord(report.event))}, {"reason", report.reason}})
        .Increment();
  }

 private:
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Counter>* outcomes_ = nullptr;

 public:
  prometheus::Gauge& publication;
  prometheus::Counter& store_failures;
  prometheus::Counter* complete = nullptr;
  prometheus::Counter* broken = nullptr;
};

UpdatePages::UpdatePages(const UpdateOptions& options, std::vector<Channel> channels,
                         std::multimap<std::string, std::string> tokens, OutcomeLog* outcomes,
                         std::string version, Clock& clock, Log& log, prometheus::Registry& metrics)
    : options_(options),
      doors_(std::move(channels), std::move(tokens)),
      outcomes_(outcomes),
      version_(std::move(version)),
      clock_(clock),
      log_(log),
      counts_(std::make_unique<Counts>(metrics)),
      store_status_(absl::UnavailableError("the release store has not been read yet")) {}

UpdatePages::~UpdatePages() = default;

std::shared_ptr<const UpdatePages::View> UpdatePages::view() const {
  MutexLock lock(mutex_);
  return view_;
}

absl::StatusOr<std::shared_ptr<const UpdatePages::View>> UpdatePages::Load() const {
  if (options_.store.empty()) return absl::NotFoundError("update.store names no release store");
  NEXY_ASSIGN_OR_RETURN(ReleaseStore store, ReleaseStore::Open(options_.store));
  NEXY_ASSIGN_OR_RETURN(const CurrentPublication current, store.Current());
  std::shared_ptr<const View> served = view();
  if (served && served->current == current) return served;
  NEXY_ASSIGN_OR_RETURN(Publication publication, store.Load());
  auto fresh = std::make_shared<View>(View{std::move(store), current, publication.time, {}, {}});
  for (auto& [name, facts] : publication.files) {
    Entry entry{facts, nullptr};
    if (facts.length <= kInMemoryMaxBytes) {
      NEXY_ASSIGN_OR_RETURN(std::string bytes,
                            fresh->store.ReadBlob(facts.sha256, kInMemoryMaxBytes));
      entry.bytes = std::make_shared<const std::string>(std::move(bytes));
    }
    fresh->files.emplace(name, std::move(entry));
  }
  const std::vector<std::string> channels = doors_.names();
  for (const std::string& channel : channels) {
    const auto manifest = fresh->files.find(ManifestName(channels, channel));
    if (manifest == fresh->files.end() || manifest->second.bytes == nullptr) continue;
    fresh->latest[channel] = LatestIn(*manifest->second.bytes);
  }
  return std::shared_ptr<const View>(std::move(fresh));
}

void UpdatePages::Reload() {
  absl::StatusOr<std::shared_ptr<const View>> loaded = Load();
  bool first_failure = false;
  bool changed = false;
  {
    MutexLock lock(mutex_);
    first_failure = !loaded.ok() && store_status_ != loaded.status();
    store_status_ = loaded.status();
    if (loaded.ok()) {
      changed = view_ != *loaded;
      view_ = *loaded;
    }
  }
  if (changed) {
    counts_->publication.Set(static_cast<double>((*loaded)->current.number));
    log_.Info("update", "complete", "a publication is served",
              {{"number", (*loaded)->current.number}, {"files", (*loaded)->files.size()}});
    WarnOfOpenLists(**loaded);
  }
  if (loaded.ok()) return;
  counts_->store_failures.Increment();
  if (first_failure) {
    log_.Warn("update", "degraded", "the release store cannot be read",
              {{"error", LogDetail{std::string(MessageOf(loaded.status()))}}});
  }
}

// What is closed by the settings of this server only is named by the list for everybody.
void UpdatePages::WarnOfOpenLists(const View& served) const {
  for (const Channel& channel : doors_.channels()) {
    const std::string list = Concat(".", ChannelRole(channel.name), ".json");
    const bool has_own = std::ranges::any_of(
        served.files, [&list](const auto& entry) { return entry.first.ends_with(list); });
    if (channel.access == ChannelAccess::kPublic || has_own) continue;
    log_.Warn("update", "degraded",
              "a channel is closed, but was published as an open one: its builds are named to "
              "everybody; `nexyctl update init` with these settings ends that",
              {{"channel", LogDetail{channel.name}}});
  }
}

UpdateState UpdatePages::state() const {
  UpdateState state;
  std::shared_ptr<const View> served;
  {
    MutexLock lock(mutex_);
    state.store = store_status_;
    served = view_;
  }
  if (!served) return state;
  state.publication = served->current.number;
  const std::string& safest = doors_.channels().front().name;
  if (const auto latest = served->latest.find(safest);
      latest != served->latest.end() && doors_.IsPublic({safest})) {
    state.latest_version = latest->second.version;
    state.latest_build = latest->second.build;
  }
  for (const auto& [name, entry] : served->files) {
    state.artifacts += KindOf(name) == "download" && doors_.IsPublic(entry.facts.channels);
  }
  return state;
}

std::optional<HttpResponse> UpdatePages::Refusal(const HttpRequest& request,
                                                 const std::string& name,
                                                 const Entry* entry) const {
  std::vector<std::string> audience = entry ? entry->facts.channels : std::vector<std::string>();
  const std::vector<std::string> channels = doors_.names();
  for (const std::string& channel : channels) {
    // A closed channel has this door also while there is nothing behind it.
    if (name == ManifestName(channels, channel)) audience = {channel};
  }
  std::optional<HttpResponse> refusal = doors_.Refusal(request, audience);
  const std::string_view kind = KindOf(name);
  const bool known = kind == "appcast" || kind == "manifest" || kind == "metadata";
  if (refusal && !known) return PlainAnswer(404, kNotFound);
  return refusal;
}

HttpResponse UpdatePages::File(const HttpRequest& request, const std::string& name,
                               const Entry& entry) {
  const std::string_view kind = KindOf(name);
  HttpFile served{.content = entry.bytes,
                  .content_type = entry.facts.type,
                  .state = {.etag = Concat("\"", entry.facts.sha256, "\""),
                            .last_modified = absl::FromUnixSeconds(entry.facts.modified)},
                  .cache_control = IsImmutable(name, kind) ? kNeverChanges : kMayChange,
                  .download_name = ""};
  const bool is_public = doors_.IsPublic(entry.facts.channels);
  if (!is_public) served.cache_control = kClosed;
  if (kind == "download") served.download_name = name.substr(name.rfind('/') + 1);
  if (entry.bytes == nullptr) {
    auto file = OpenFile::Open(view()->store.BlobPath(entry.facts.sha256));
    if (!file.ok() || static_cast<std::int64_t>((*file)->size()) != entry.facts.length) {
      log_.Error("update", "error", "a published file cannot be sent",
                 {{"file", LogDetail{name}},
                  {"error", LogDetail{file.ok() ? "its length is not the published one"
                                                : std::string(MessageOf(file.status()))}}});
      return PlainAnswer(503, "This file cannot be read at the moment. Please try again later.");
    }
    served.content = *std::move(file);
  }
  HttpResponse response = FileResponse(request, served);
  if (!is_public) response.headers.emplace_back("Vary", "Authorization");
  if (kind == "download" && request.method == "GET" && response.status < 300) {
    response.sent = [this, name](bool complete) {
      (complete ? counts_->complete : counts_->broken)->Increment();
      if (!options_.log_downloads) return;
      log_.Info("update", "complete", "download",
                {{"file", LogDetail{name}}, {"complete", complete}});
    };
  }
  return response;
}

HttpResponse UpdatePages::Health() const {
  const UpdateState now = state();
  Json body;
  body["status"] = now.store.ok() ? "healthy" : "unhealthy";
  if (!now.store.ok()) body["error"] = "the release store cannot be read";
  body["timestamp"] = IsoTime(std::chrono::system_clock::to_time_t(clock_.WallNow()));
  body["version"] = version_;
  body["latest_version"] = now.latest_version.empty() ? version_ : now.latest_version;
  body["latest_build"] = now.latest_build.empty() ? version_ : now.latest_build;
  body["artifacts_available"] = now.artifacts;
  body["beta_updates_enabled"] = std::ranges::any_of(doors_.channels(), [](const Channel& channel) {
    return channel.name == "beta" && channel.access != ChannelAccess::kOff;
  });
  HttpResponse response{.status = now.store.ok() ? 200 : 503,
                        .content_type = kJson,
                        .body = body.dump(-1, ' ', false, Json::error_handler_t::replace)};
  response.headers.emplace_back("Cache-Control",
                                now.store.ok() ? "public, max-age=30" : "no-store");
  return response;
}

HttpResponse UpdatePages::Page() const {
  const std::shared_ptr<const View> served = view();
  FrontPage page{.title = options_.title, .store_is_read = state().store.ok(), .offers = {}};
  if (served) {
    page.publication = served->current.number;
    page.published = served->time;
    for (const Channel& channel : doors_.channels()) {
      if (channel.access == ChannelAccess::kOff) continue;
      const bool open = channel.access == ChannelAccess::kPublic;
      const auto latest = served->latest.find(channel.name);
      const bool known = open && latest != served->latest.end();
      page.offers.push_back({channel.name,
                             known  ? latest->second.version
                             : open ? "none yet"
                                    : "by invitation",
                             known ? latest->second.build : "none"});
    }
  }
  HttpResponse response{.status = 200, .content_type = kHtml, .body = FrontPageHtml(page)};
  response.headers.emplace_back("Cache-Control", "public, max-age=30");
  return response;
}

HttpResponse UpdatePages::Report(const HttpRequest& request) {
  if (request.method != "POST") {
    HttpResponse response = PlainAnswer(405, "405: Method Not Allowed");
    response.headers.emplace_back("Allow", "POST, OPTIONS");
    return response;
  }
  if (outcomes_ == nullptr) return PlainAnswer(503, "Reports are not taken here.");
  if (request.body.size() > kOutcomeMaxBytes) return PlainAnswer(413, "The report is too long.");
  const auto report = ReadOutcomeReport(request.body);
  if (!report.ok()) return PlainAnswer(400, std::string(MessageOf(report.status())));
  if (std::ranges::find(doors_.channels(), report->channel, &Channel::name) ==
      doors_.channels().end()) {
    return PlainAnswer(400, "The report names an unknown channel.");
  }
  const UnixSeconds now = std::chrono::system_clock::to_time_t(clock_.WallNow());
  if (!outcomes_->Record(*report, now).ok())
    return PlainAnswer(429, "Too many reports; try again later.");
  counts_->Reported(*report);
  return {.status = 204};
}

HttpResponse UpdatePages::Route(const HttpRequest& request, std::string_view& kind) {
  const std::optional<std::string> name = NameOf(request.path);
  if (!name) return PlainAnswer(404, kNotFound);
  if (*name == "api/reports") {
    kind = "report";
    return request.method == "OPTIONS" ? HttpResponse{.status = 204} : Report(request);
  }
  const bool is_page = name->empty() || *name == "health";
  const std::shared_ptr<const View> served = view();
  const Entry* entry = served ? served->Find(*name) : nullptr;
  if (is_page || entry != nullptr) kind = is_page ? "page" : KindOf(*name);
  if (request.method == "OPTIONS") return {.status = 204};
  // Before anything else is said of the file: what is not for a stranger does not exist for one.
  if (std::optional<HttpResponse> refusal = Refusal(request, *name, entry)) return *refusal;
  if (!is_page && entry == nullptr) return PlainAnswer(404, kNotFound);
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse response = PlainAnswer(405, "405: Method Not Allowed");
    response.headers.emplace_back("Allow", "GET, HEAD, OPTIONS");
    return response;
  }
  if (*name == "health") return Health();
  if (is_page) return Page();
  return File(request, *name, *entry);
}

HttpResponse UpdatePages::Answer(const HttpRequest& request) {
  std::string_view kind = "unknown";
  HttpResponse response = Route(request, kind);
  if (options_.cors) {
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
    response.headers.emplace_back("Access-Control-Allow-Headers", "Content-Type, Authorization");
  }
  counts_->Answered(kind, response.status);
  return response;
}

}  // namespace nexy
