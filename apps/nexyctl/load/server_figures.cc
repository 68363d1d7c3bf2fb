#include "nexyctl/load/server_figures.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/status.h"
#include "base/strings.h"

namespace nexy::load {
namespace {

constexpr std::size_t kPageMaxBytes = 8 * 1024 * 1024;
constexpr std::size_t kSamplesMax = 24 * 3600;
constexpr auto kEvery = std::chrono::seconds(1);

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool Send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t sent = send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // To the end of the connection.
  bool ReadAll(std::string& text) const {
    char buffer[16 * 1024];
    while (text.size() < kPageMaxBytes) {
      const ssize_t got = recv(descriptor_, buffer, sizeof buffer, 0);
      if (got == 0) return true;
      if (got < 0) return false;
      text.append(buffer, static_cast<std::size_t>(got));
    }
    return false;
  }

 private:
  const int descriptor_;
};

absl::StatusOr<std::unique_ptr<Socket>> ConnectTo(const std::string& host,
                                                  const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) {
    return absl::UnavailableError(Concat("cannot find ", host));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, &freeaddrinfo);
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    const int descriptor = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
    if (descriptor < 0) continue;
    auto connection = std::make_unique<Socket>(descriptor);
    const timeval patience{.tv_sec = 2, .tv_usec = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(descriptor, at->ai_addr, at->ai_addrlen) == 0) return connection;
  }
  return absl::UnavailableError(Concat("cannot connect to ", host, ":", port));
}

}  // namespace

std::map<std::string, double> ParseMetrics(std::string_view text) {
  std::map<std::string, double> values;
  for (const absl::string_view line :
       absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    const std::size_t space = line.rfind(' ');
    if (line.empty() || line[0] == '#' || space == absl::string_view::npos) continue;
    if (line.find("_bucket{") != absl::string_view::npos) continue;
    double value = 0;
    if (!absl::SimpleAtod(line.substr(space + 1), &value)) continue;
    values[std::string(line.substr(0, space))] = value;
  }
  return values;
}

absl::StatusOr<std::string> Fetch(const std::string& host, const std::string& port,
                                  const std::string& path) {
  NEXY_ASSIGN_OR_RETURN(const auto connection, ConnectTo(host, port));
  std::string page;
  if (!connection->Send(
          Concat("GET ", path, " HTTP/1.1\r\nHost: ", host, "\r\nConnection: close\r\n\r\n")) ||
      !connection->ReadAll(page)) {
    return absl::UnavailableError(Concat("no whole answer from ", host, ":", port));
  }
  const std::size_t body = page.find("\r\n\r\n");
  if (!page.starts_with("HTTP/1.1 200") || body == std::string::npos) {
    return absl::UnavailableError(Concat(host, ":", port, path, " did not answer 200"));
  }
  return page.substr(body + 4);
}

ServerFigures::ServerFigures(std::string host, std::string port)
    : host_(std::move(host)), port_(std::move(port)), thread_([this] { Run(); }) {}

void ServerFigures::Stop() {
  {
    MutexLock lock(mutex_);
    if (std::exchange(over_, true)) return;
  }
  changed_.notify_all();
  thread_.join();
}

void ServerFigures::Run() {
  Steady::time_point next = Steady::now();
  while (true) {
    Take();
    next += kEvery;
    MutexLock lock(mutex_);
    while (!over_ && changed_.wait_until(mutex_, next) != std::cv_status::timeout) {
    }
    if (over_) break;
  }
  Take();
}

void ServerFigures::Take() {
  auto page = Fetch(host_, port_, "/metrics");
  const Steady::time_point now = Steady::now();
  MutexLock lock(mutex_);
  trouble_ = page.ok() ? "" : std::string(MessageOf(page.status()));
  if (page.ok() && samples_.size() < kSamplesMax) samples_.push_back({now, ParseMetrics(*page)});
}

std::vector<ServerSample> ServerFigures::samples() const {
  MutexLock lock(mutex_);
  return samples_;
}

std::string ServerFigures::trouble() const {
  MutexLock lock(mutex_);
  return trouble_;
}

}  // namespace nexy::load
