#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "update/test_service.h"
#include "update/update_client.h"
#include "web/http_server.h"

namespace nexy {

// What an attacker who owns the server or the network lets clients have: names and bytes.
using Mirror = std::map<std::string, std::string>;

// An installed Nexy 2.0.0.1, a service that has published 2.0.0.2, and somebody in the middle who
// may change every byte that is served.
class DangerScene {
 public:
  // `age`: how long ago the newest publication was made. `program`: what the archive of 2.0.0.2
  // says that it is.
  explicit DangerScene(std::int64_t age = 0, const std::string& program = "com.nexy.assistant");
  ~DangerScene();

  // The archive of a program that can be installed.
  std::string Tree(std::int64_t build, const std::string& version,
                   const std::string& program = "com.nexy.assistant") const;
  void Publish(const std::string& version, const std::string& archive);
  Mirror Published() const;

  // Serves `bytes` as the archive of 2.0.0.2, to every kind of client.
  void ServeArchive(const std::string& bytes);
  // Something as long as the right archive, so that its length tells nothing.
  std::string Evil() const;
  void EditManifest(const std::function<void(nlohmann::json&)>& change);
  // Signs a document of the mirror anew after `change`, with `key`.
  void Forge(const std::string& name, const SigningKey& key,
             const std::function<void(nlohmann::json&)>& change);
  // Makes the lists name `bytes` as targets: the snapshot is signed by `release`, the timestamp by
  // its own key.
  void ForgeList(const SigningKey& targets, const SigningKey& snapshot,
                 const std::function<void(nlohmann::json&)>& change);
  void ForgeTimestamp(std::int64_t version);

  // Our client meets the mirror: "refusal: sentence of the log; sentence for the person", or the
  // sentence of the last step if nothing was refused.
  std::string Ours();
  // The same without installing.
  std::string OursChecks();
  std::string installed() const;  // "versions/2000001"
  std::string home() const { return service.folder() + "/home"; }

  TestService service;
  Mirror old_mirror;                               // What was served when 2.0.0.1 was the newest.
  Mirror mirror;                                   // What is served now.
  std::function<void(const UpdateNews&)> at_step;  // While our client works.
  UpdateClientOptions options;

 private:
  std::string Meet(bool install);
  void Serve();

  RealClock clock_;
  NullLog log_;
  prometheus::Registry metrics_;
  prometheus::Registry client_metrics_;
  asio::io_context io_;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

// A way in which an update can harm a person, as the references name it.
struct Danger {
  const char* name;                    // "Tuf_Rollback", "Trap06_…", "Incident18_…"
  const char* harm;                    // What a naive program does …
  std::string (*naive)(DangerScene&);  // … when this is staged for it.
  const char* refusal;                 // A part of what ours says …
  std::string (*ours)(DangerScene&);   // … when it meets the same.
};

inline std::string OursInstalls(DangerScene& scene) { return scene.Ours(); }
inline std::string OursChecks(DangerScene& scene) { return scene.OursChecks(); }

inline void PrintTo(const Danger& danger, std::ostream* out) { *out << danger.name; }

std::vector<Danger> TufAttacks();
std::vector<Danger> Traps();
std::vector<Danger> Incidents();

}  // namespace nexy
