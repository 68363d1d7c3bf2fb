#include "update/statement.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/canonical_json.h"
#include "update/channels.h"

namespace nexy {
namespace {

using Json = nlohmann::json;

// The one list of a struct's members, from which both directions follow.
template <typename T>
void Fields(T& to, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>& number);

template <>
void Fields(Rollout& r, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>& number) {
  text("salt", r.salt);
  number("interval_s", r.interval_s);
  number("control_permille", r.control_permille);
  number("held_s", r.held_s);
  number("paused_at", r.paused_at);
}
template <>
void Fields(Placement& p, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>& number) {
  text("channel", p.channel);
  number("since", p.since);
}
template <>
void Fields(ReleaseNotes& n, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>& number) {
  text("language", n.language);
  text("path", n.path);
  number("length", n.length);
  text("sha256", n.sha256);
  text("signature", n.signature);
}
template <>
void Fields(Delta& d, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>& number) {
  number("from_build", d.from_build);
  text("from_bundle_version", d.from_bundle_version);
  text("path", d.path);
  number("length", d.length);
  text("sha256", d.sha256);
  text("signature", d.signature);
}
template <>
void Fields(Archive& a, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>&) {
  text("type", a.type);
  text("os", a.os);
  text("arch", a.arch);
  text("min_os", a.min_os);
  text("max_os", a.max_os);
  text("signature", a.signature);
  text("code_cdhash", a.code.cdhash);
  text("code_requirement", a.code.requirement);
  text("code_team", a.code.team);
}
template <>
void Fields(Release& r, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>& number) {
  number("build", r.build);
  text("version", r.version);
  text("bundle_version", r.bundle_version);
  text("title", r.title);
  number("published", r.published);
  number("expires", r.expires);
  number("critical_below", r.critical_below);
  number("minimum_build", r.minimum_build);
  number("withdrawn_at", r.withdrawn_at);
  text("withdrawn_reason", r.withdrawn_reason);
  text("source_commit", r.source_commit);
}
template <>
void Fields(RollbackOrder& o, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>& number) {
  text("channel", o.channel);
  number("from_min", o.from_min);
  number("from_max", o.from_max);
  number("to_build", o.to_build);
  text("reason", o.reason);
  number("issued", o.issued);
  number("expires", o.expires);
}
template <>
void Fields(Catalogue& c, const std::function<void(const char*, std::string&)>& text,
            const std::function<void(const char*, std::int64_t&)>& number) {
  text("app_id", c.app_id);
  number("serial", c.serial);
  text("previous", c.previous);
  number("issued", c.issued);
  number("expires", c.expires);
  text("public_url", c.public_url);
  text("title", c.title);
}

template <typename T>
Json Written(T value) {
  Json json = Json::object();
  Fields<T>(
      value, [&json](const char* name, std::string& member) { json[name] = member; },
      [&json](const char* name, std::int64_t& member) { json[name] = member; });
  return json;
}

template <typename T>
absl::StatusOr<T> Read(const Json& json) {
  T value;
  absl::Status status;
  const auto text = [&json, &status](const char* name, std::string& member) {
    absl::StatusOr<std::string> found = TextMember(json, name);
    if (found.ok())
      member = *std::move(found);
    else
      status.Update(found.status());
  };
  const auto number = [&json, &status](const char* name, std::int64_t& member) {
    const absl::StatusOr<std::int64_t> found = NumberMember(json, name);
    if (found.ok() && *found >= 0)
      member = *found;
    else if (found.ok())
      status.Update(absl::InvalidArgumentError(Concat(name, " is below 0")));
    else
      status.Update(found.status());
  };
  Fields<T>(value, text, number);
  if (!status.ok()) return status;
  return value;
}

template <typename T>
Json WrittenList(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(Written(value));
  return list;
}

template <typename T>
absl::StatusOr<std::vector<T>> ReadList(const Json& json, const char* name) {
  NEXY_ASSIGN_OR_RETURN(const Json list, ListMember(json, name));
  std::vector<T> values;
  for (const Json& entry : list) {
    NEXY_ASSIGN_OR_RETURN(T value, Read<T>(entry));
    values.push_back(std::move(value));
  }
  return values;
}

Json ReleaseJson(const Release& release) {
  Json json = Written(release);
  json["notes"] = WrittenList(release.notes);
  json["placements"] = Json::array();
  for (const Placement& placement : release.placements) {
    Json entry = Written(placement);
    entry["rollout"] = Written(placement.rollout);
    json["placements"].push_back(std::move(entry));
  }
  return json;
}

absl::StatusOr<Release> ReleaseOf(const Json& json) {
  NEXY_ASSIGN_OR_RETURN(Release release, Read<Release>(json));
  NEXY_ASSIGN_OR_RETURN(release.notes, ReadList<ReleaseNotes>(json, "notes"));
  NEXY_ASSIGN_OR_RETURN(const Json placements, ListMember(json, "placements"));
  for (const Json& entry : placements) {
    NEXY_ASSIGN_OR_RETURN(Placement placement, Read<Placement>(entry));
    NEXY_ASSIGN_OR_RETURN(const Json rollout, ObjectMember(entry, "rollout"));
    NEXY_ASSIGN_OR_RETURN(placement.rollout, Read<Rollout>(rollout));
    release.placements.push_back(std::move(placement));
  }
  return release;
}

TargetFile FileTarget(std::int64_t length, const std::string& sha256, const char* kind) {
  return {.length = length, .sha256 = sha256, .custom = {{"kind", kind}}};
}

Json FeedStatement(const Catalogue& catalogue) {
  Json statement = Written(catalogue);
  statement["channels"] = catalogue.channels;
  statement["closed"] = catalogue.closed;
  return statement;
}

Json OrdersOf(const Catalogue& catalogue, const std::string& channel) {
  std::vector<RollbackOrder> orders;
  std::ranges::copy_if(catalogue.orders, std::back_inserter(orders),
                       [&channel](const RollbackOrder& order) { return order.channel == channel; });
  return WrittenList(orders);
}

absl::StatusOr<std::vector<std::string>> ReadChannels(const Json& statement, const char* name) {
  NEXY_ASSIGN_OR_RETURN(const Json list, ListMember(statement, name));
  std::vector<std::string> channels;
  for (const Json& channel : list) {
    if (!channel.is_string() || !IsChannelName(channel.get<std::string>())) {
      return absl::InvalidArgumentError("a channel has no proper name");
    }
    channels.push_back(channel.get<std::string>());
  }
  return channels;
}

// All feeds make the same statement; each holds the orders of its channel.
absl::StatusOr<Catalogue> TakeFeeds(const Targets& targets) {
  const Json* statement = nullptr;
  Catalogue catalogue;
  for (const auto& [path, file] : targets.files) {
    if (!file.custom.contains("feed")) continue;
    if (statement != nullptr && *statement != file.custom["feed"]) {
      return absl::InvalidArgumentError("the feeds disagree about what is published");
    }
    statement = &file.custom["feed"];
    if (!file.custom.contains("orders")) continue;
    NEXY_ASSIGN_OR_RETURN(const auto orders, ReadList<RollbackOrder>(file.custom, "orders"));
    catalogue.orders.insert(catalogue.orders.end(), orders.begin(), orders.end());
  }
  if (statement == nullptr) return absl::InvalidArgumentError("there is no feed");
  std::ranges::stable_sort(catalogue.orders, {}, &RollbackOrder::issued);
  std::vector<RollbackOrder> orders = std::move(catalogue.orders);
  NEXY_ASSIGN_OR_RETURN(catalogue, Read<Catalogue>(*statement));
  catalogue.orders = std::move(orders);
  NEXY_ASSIGN_OR_RETURN(catalogue.channels, ReadChannels(*statement, "channels"));
  NEXY_ASSIGN_OR_RETURN(catalogue.closed, ReadChannels(*statement, "closed"));
  return catalogue;
}

void AddRelease(const Catalogue& catalogue, const Release& release, Targets& targets) {
  const Json statement = ReleaseJson(release);
  for (const Archive& archive : release.archives) {
    TargetFile file = FileTarget(archive.length, archive.sha256, "archive");
    file.custom["app_id"] = catalogue.app_id;
    file.custom["release"] = statement;
    file.custom["archive"] = Written(archive);
    file.custom["archive"]["deltas"] = WrittenList(archive.deltas);
    targets.files[archive.path] = std::move(file);
    for (const Delta& delta : archive.deltas) {
      targets.files[delta.path] = FileTarget(delta.length, delta.sha256, "delta");
    }
  }
  for (const ReleaseNotes& notes : release.notes) {
    targets.files[notes.path] = FileTarget(notes.length, notes.sha256, "notes");
  }
}

absl::Status TakeArchive(const std::string& path, const TargetFile& file, Catalogue& catalogue) {
  NEXY_ASSIGN_OR_RETURN(const std::string app, TextMember(file.custom, "app_id"));
  if (app != catalogue.app_id) {
    return absl::InvalidArgumentError(Concat(path, " is of the program ", app));
  }
  NEXY_ASSIGN_OR_RETURN(const Json statement, ObjectMember(file.custom, "release"));
  NEXY_ASSIGN_OR_RETURN(Release release, ReleaseOf(statement));
  NEXY_ASSIGN_OR_RETURN(const Json json, ObjectMember(file.custom, "archive"));
  NEXY_ASSIGN_OR_RETURN(Archive archive, Read<Archive>(json));
  NEXY_ASSIGN_OR_RETURN(archive.deltas, ReadList<Delta>(json, "deltas"));
  archive.path = path;
  archive.length = file.length;
  archive.sha256 = file.sha256;
  if (release.build < 1) return absl::InvalidArgumentError(Concat(path, " has no build"));
  for (const Placement& placement : release.placements) {
    if (!catalogue.HasChannel(placement.channel)) {
      return absl::InvalidArgumentError(Concat(path, " is in an unknown channel"));
    }
  }
  Release* known = catalogue.Find(release.build);
  if (known == nullptr) {
    catalogue.releases.push_back(std::move(release));
    known = &catalogue.releases.back();
  } else if (ReleaseJson(*known) != statement) {
    return absl::InvalidArgumentError(
        Concat("the archives of build ", release.build, " disagree about it"));
  }
  known->archives.push_back(std::move(archive));
  return absl::OkStatus();
}

}  // namespace

std::map<std::string, Targets> ListsOfCatalogue(const Catalogue& catalogue,
                                                const std::vector<SignedFeedFile>& feeds) {
  const Targets empty{.version = catalogue.serial,
                      .expires = catalogue.expires,
                      .files = {},
                      .channels = {},
                      .channel_keys = {}};
  std::map<std::string, Targets> lists = {{kTargetsRole, empty}};
  for (const std::string& channel : catalogue.channels) {
    if (catalogue.IsOpen(channel)) continue;
    lists[kTargetsRole].channels.push_back(ChannelRole(channel));
    lists[ChannelRole(channel)] = empty;
  }
  const auto list = [&lists](const std::string& channel) -> Targets& {
    return lists[channel.empty() ? kTargetsRole : ChannelRole(channel)];
  };
  for (const Release& release : catalogue.releases) {
    AddRelease(catalogue, release, list(catalogue.ListOf(release)));
  }
  for (const SignedFeedFile& feed : feeds) {
    TargetFile file = FileTarget(feed.length, feed.sha256, "feed");
    file.custom["feed"] = FeedStatement(catalogue);
    const bool appcast = feed.path == AppcastName(catalogue.channels, feed.channel);
    if (appcast) file.custom["orders"] = OrdersOf(catalogue, feed.channel);
    list(catalogue.ListOf(feed.channel)).files[feed.path] = std::move(file);
  }
  return lists;
}

absl::StatusOr<Catalogue> CatalogueOf(const Targets& targets) {
  NEXY_ASSIGN_OR_RETURN(Catalogue catalogue, TakeFeeds(targets));
  if (catalogue.serial != targets.version) {
    return absl::InvalidArgumentError("the serial is not the document's number");
  }
  for (const auto& [path, file] : targets.files) {
    NEXY_ASSIGN_OR_RETURN(const std::string kind, TextMember(file.custom, "kind"));
    if (kind == "archive") NEXY_RETURN_IF_ERROR(TakeArchive(path, file, catalogue));
  }
  std::ranges::sort(catalogue.releases, std::greater{}, &Release::build);
  return catalogue;
}

}  // namespace nexy
