#include "sim_server.h"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <future>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "certificates.h"
#include "connection.h"
#include "engine.h"
#include "sim_stream.h"

namespace nexy {

using namespace sim;

namespace {

[[noreturn]] void Give(const std::string& what, const std::string& why) {
  std::fprintf(stderr, "nexy-sim: %s: %s\n", what.c_str(), why.c_str());
  std::abort();
}

// Whatever a connection throws beyond the end of its socket is a bug of the stand-in.
void OnEnd(std::exception_ptr error) {
  if (error) std::rethrow_exception(error);
}

struct Live {
  explicit Live(std::shared_ptr<SimStream> its) : stream(std::move(its)) {}
  const std::shared_ptr<SimStream> stream;
  asio::cancellation_signal stop;  // Emitted on the stream's executor.
};

struct Listener {
  std::optional<tcp::acceptor> acceptor;
  std::uint16_t port = 0;
};

}  // namespace

struct SimServer::Impl {
  explicit Impl(const SimOptions& options)
      : engine(options), io(std::max(1, options.threads)), work(io.get_executor()) {
    Listen(plain, options.http_port, /*tls=*/false);
    Listen(secure, options.https_port, /*tls=*/true);
    for (int i = 0; i < std::max(1, options.threads); ++i) {
      threads.emplace_back([this] { io.run(); });
    }
  }

  ~Impl() {
    Down();
    {
      MutexLock lock(mutex);
      while (!connections.empty()) ended.wait(mutex);
    }
    io.stop();
    threads.clear();
  }

  void Listen(Listener& listener, std::uint16_t port, bool tls) {
    beast::error_code error;
    auto& acceptor = listener.acceptor.emplace(asio::make_strand(io));
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(4096, error);
    if (error) Give("cannot listen on port " + std::to_string(port), error.message());
    listener.port = acceptor.local_endpoint().port();
    asio::co_spawn(acceptor.get_executor(), Accept(&acceptor, tls), &OnEnd);
  }

  Task<> Accept(tcp::acceptor* acceptor, bool tls) {
    while (true) {
      asio::any_io_executor executor = io.get_executor();
      if (engine.options().threads > 1) executor = asio::make_strand(io);
      auto [error, socket] = co_await acceptor->async_accept(executor, kAsTuple);
      if (!acceptor->is_open()) co_return;
      if (error) continue;
      beast::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      auto stream = std::make_shared<SimStream>(std::move(socket));
      auto connection = std::make_shared<Live>(std::move(stream));
      std::uint64_t number = 0;
      {
        MutexLock lock(mutex);
        number = ++accepted;
        connections.insert(connection);
      }
      asio::co_spawn(executor, Serve(connection, tls, number),
                     asio::bind_cancellation_slot(connection->stop.slot(), &OnEnd));
    }
  }

  Task<> Serve(std::shared_ptr<Live> connection, bool tls, std::uint64_t number) {
    const ConnectionParts parts{engine, certificates};
    co_await ServeConnection(parts, connection->stream, tls, number);
    MutexLock lock(mutex);
    connections.erase(connection);
    ended.notify_all();
  }

  void Down() {
    for (Listener* listener : {&plain, &secure}) {
      std::promise<void> closed;
      asio::post(listener->acceptor->get_executor(), [listener, &closed] {
        beast::error_code ignored;
        listener->acceptor->close(ignored);
        closed.set_value();
      });
      closed.get_future().wait();
    }
    std::set<std::shared_ptr<Live>> live;
    {
      MutexLock lock(mutex);
      live = connections;
    }
    for (const auto& connection : live) {
      asio::post(connection->stream->get_executor(), [connection] {
        connection->stream->Cut(CutHow::kRst);
        connection->stop.emit(asio::cancellation_type::terminal);
      });
    }
  }

  Certificates certificates;
  Engine engine;
  Mutex mutex;
  std::uint64_t accepted ABSL_GUARDED_BY(mutex) = 0;
  std::condition_variable_any ended;  // Signalled when a connection goes.
  std::set<std::shared_ptr<Live>> connections ABSL_GUARDED_BY(mutex);
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  Listener plain;
  Listener secure;
  std::vector<std::jthread> threads;
};

std::string_view SimRequest::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(absl::string_view(key.data(), key.size()),
                               absl::string_view(name.data(), name.size()))) {
      return value;
    }
  }
  return {};
}

SimServer::SimServer(const SimOptions& options) : impl_(std::make_unique<Impl>(options)) {}
SimServer::~SimServer() = default;

std::string SimServer::http() const { return "127.0.0.1:" + std::to_string(impl_->plain.port); }
std::string SimServer::https() const { return "127.0.0.1:" + std::to_string(impl_->secure.port); }
std::string SimServer::http_url() const { return "http://" + http(); }
std::string SimServer::https_url() const { return "https://" + https(); }
std::string SimServer::ca_file() const { return impl_->certificates.ca_file(); }

void SimServer::Script(std::string_view service, std::string_view json) {
  const absl::Status status = Load("{\"" + std::string(service) + "\":" + std::string(json) + "}");
  if (!status.ok()) Give("script", std::string(status.message()));
}

absl::Status SimServer::Load(std::string_view json) { return impl_->engine.Load(json); }
void SimServer::Release(std::string_view gate, std::size_t count) {
  impl_->engine.gates().Release(gate, count);
}
void SimServer::Open(std::string_view gate) { impl_->engine.gates().Open(gate); }
void SimServer::Reset() { impl_->engine.Reset(); }

std::vector<SimRequest> SimServer::Requests(std::string_view service) const {
  return impl_->engine.Requests(service);
}
bool SimServer::WaitForRequests(std::string_view service, std::size_t count,
                                std::chrono::milliseconds limit) const {
  return impl_->engine.WaitForRequests(service, count, limit);
}
SimStats SimServer::Stats() const { return impl_->engine.Stats(); }
bool SimServer::WaitForStats(const std::function<bool(const SimStats&)>& wanted,
                             std::chrono::milliseconds limit) const {
  return impl_->engine.WaitForStats(wanted, limit);
}
bool SimServer::WaitForGate(std::string_view gate, std::chrono::milliseconds limit) const {
  return impl_->engine.gates().WaitForWaiter(gate, limit);
}

void SimServer::Down() { impl_->Down(); }
void SimServer::Up() {
  impl_->Listen(impl_->plain, impl_->plain.port, /*tls=*/false);
  impl_->Listen(impl_->secure, impl_->secure.port, /*tls=*/true);
}

}  // namespace nexy
