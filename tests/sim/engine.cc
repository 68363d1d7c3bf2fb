#include "engine.h"

#include <algorithm>
#include <utility>

namespace nexy::sim {

std::int64_t NowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

absl::Status Engine::Load(std::string_view json) {
  auto casts = ParseScript(json);
  if (!casts.ok()) return casts.status();
  for (auto& [service, cast] : *casts) Script(service, std::move(cast));
  return absl::OkStatus();
}

void Engine::Script(std::string_view service, Cast cast) {
  MutexLock lock(mutex_);
  progress_[std::string(service)] = Progress{std::make_shared<const Cast>(std::move(cast)), {}};
}

void Engine::Reset() {
  gates_.Reset();
  MutexLock lock(mutex_);
  progress_.clear();
  requests_.clear();
  handles_.clear();
  const SimStats now = stats_;
  stats_ = {};
  stats_.connections_open = now.connections_open;
  stats_.generations_live = now.generations_live;
  changed_.notify_all();
}

Engine::Progress& Engine::Find(std::string_view service) {
  auto found = progress_.find(service);
  if (found == progress_.end()) found = progress_.find(service.substr(0, service.find('@')));
  if (found != progress_.end()) return found->second;
  Progress fresh;
  Cast cast;
  cast.behaviours.push_back(std::make_shared<const Behaviour>());
  fresh.cast = std::make_shared<const Cast>(std::move(cast));
  return progress_.emplace(service.substr(0, service.find('@')), std::move(fresh)).first->second;
}

std::shared_ptr<const Cast> Engine::CastOf(std::string_view service) const {
  static const auto none = [] {
    auto cast = std::make_shared<Cast>();
    cast->behaviours.push_back(std::make_shared<const Behaviour>());
    return std::shared_ptr<const Cast>(std::move(cast));
  }();
  MutexLock lock(mutex_);
  auto found = progress_.find(service);
  if (found == progress_.end()) found = progress_.find(service.substr(0, service.find('@')));
  return found == progress_.end() ? none : found->second.cast;
}

void Engine::Keep(const std::shared_ptr<SimRequest>& request) {
  ++stats_.requests;
  stats_.bytes_received += request->body.size();
  if (options_.record) {
    requests_.push_back(request);
    if (requests_.size() > options_.record_max) requests_.pop_front();
  }
  changed_.notify_all();
}

std::shared_ptr<const Behaviour> Engine::Take(const std::shared_ptr<SimRequest>& request) {
  MutexLock lock(mutex_);
  Progress& progress = Find(request->service);
  const std::uint64_t number = ++progress.numbers[request->service];
  request->number = number;
  Keep(request);
  return progress.cast->Of(number);
}

std::shared_ptr<const Behaviour> Engine::TakeConnection() {
  MutexLock lock(mutex_);
  Progress& progress = Find("connection");
  const std::uint64_t number = ++progress.numbers["connection"];
  return progress.cast->Of(number);
}

void Engine::KeepRefused(const std::shared_ptr<SimRequest>& request) {
  MutexLock lock(mutex_);
  ++stats_.refused;
  request->outcome = "refused";
  Keep(request);
}

bool Engine::IsOf(const SimRequest& request, std::string_view service) {
  return service.empty() || request.service == service ||
         (request.service.size() > service.size() && request.service.starts_with(service) &&
          request.service[service.size()] == '@');
}

std::vector<SimRequest> Engine::Requests(std::string_view service) const {
  MutexLock lock(mutex_);
  std::vector<SimRequest> found;
  for (const auto& request : requests_) {
    if (IsOf(*request, service)) found.push_back(*request);
  }
  return found;
}

SimStats Engine::Stats() const {
  MutexLock lock(mutex_);
  return stats_;
}

bool Engine::WaitForRequests(std::string_view service, std::size_t count,
                             std::chrono::milliseconds limit) const {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  MutexLock lock(mutex_);
  while (true) {
    std::size_t found = 0;
    for (const auto& request : requests_) found += IsOf(*request, service) ? 1 : 0;
    if (found >= count) return true;
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return false;
  }
}

bool Engine::WaitForStats(const std::function<bool(const SimStats&)>& wanted,
                          std::chrono::milliseconds limit) const {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  MutexLock lock(mutex_);
  while (!wanted(stats_)) {
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return wanted(stats_);
  }
  return true;
}

std::string Engine::NewHandle() {
  MutexLock lock(mutex_);
  std::string handle = "sim-session-" + std::to_string(next_handle_++);
  handles_[handle] = true;
  return handle;
}

void Engine::LeaveHandle(const std::string& handle) {
  MutexLock lock(mutex_);
  handles_[handle] = false;
}

Engine::Handle Engine::TakeHandle(const std::string& handle) const {
  MutexLock lock(mutex_);
  const auto found = handles_.find(handle);
  if (found == handles_.end()) return Handle::kUnknown;
  return found->second ? Handle::kBusy : Handle::kGood;
}

}  // namespace nexy::sim
