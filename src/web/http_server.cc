#include "web/http_server.h"

// clang-format off: before RESTinio.
#include "web/shrunken_file.h"
// clang-format on

#include <netinet/tcp.h>
#include <poll.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <restinio/http_server.hpp>
#include <set>
#include <stdexcept>

#include "base/mutex.h"
#include "base/strings.h"
#include "web/response_writer.h"

namespace nexy {
namespace {

// http_parser takes 80 KiB of headers; so many tiny ones would cost 20 times that.
constexpr std::size_t kMaxHeaders = 100;
// After how many bad signs, each a tenth of request_timeout after the other, a listener is opened
// again.
constexpr int kBadSigns = 3;
// How much of an answer may wait in the kernel for its turn to be sent. Without a bound a reader
// that sleeps fills a buffer of megabytes; a thousand of them use up what the kernel gives to all
// connections of the machine, and then who reads fast starves. What is on its way does not count,
// so a fast and distant client loses nothing.
constexpr int kUnsentMaxBytes = 256 * 1024;

// Lets connections in while there is room, and counts them. What RESTinio 0.6 has for that cannot
// be used: its limiter loses a place with each client that resets its connection at once, and its
// ip_blocker ends the process then.
class Doorkeeper {
 public:
  Doorkeeper(std::size_t capacity, prometheus::Gauge& open, prometheus::Counter& refused)
      : capacity_(capacity), open_(open), refused_(refused) {}

  // Anything that a live accept loop does, so that a dead one can be told.
  void NoteActivity() { activity_.fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t activity() const { return activity_.load(std::memory_order_relaxed); }

  // Whether one more connection may come in.
  bool HasRoom() {
    NoteActivity();
    MutexLock lock(mutex_);
    if (connections_.size() < capacity_) return true;
    refused_.Increment();
    return false;
  }

  void state_changed(const restinio::connection_state::notice_t& notice) noexcept {
    const auto cause = notice.cause();
    const bool accepted =
        restinio::holds_alternative<restinio::connection_state::accepted_t>(cause);
    MutexLock lock(mutex_);
    if (accepted) {
      if (connections_.insert(notice.connection_id()).second) open_.Increment();
    } else if (connections_.erase(notice.connection_id()) > 0) {
      open_.Decrement();
    }
  }

 private:
  const std::size_t capacity_;
  prometheus::Gauge& open_;
  prometheus::Counter& refused_;
  std::atomic<std::uint64_t> activity_{0};
  Mutex mutex_;
  std::set<restinio::connection_id_t> connections_ ABSL_GUARDED_BY(mutex_);
};

// RESTinio reports each failed accept and each broken request as an error of its logger. They are
// the clients' doing, so nothing is written.
class ActivityLogger {
 public:
  explicit ActivityLogger(std::shared_ptr<Doorkeeper> doorkeeper)
      : doorkeeper_(std::move(doorkeeper)) {}
  template <typename Builder>
  void trace(Builder&&) const noexcept {}
  template <typename Builder>
  void info(Builder&&) const noexcept {}
  template <typename Builder>
  void warn(Builder&&) const noexcept {}
  template <typename Builder>
  void error(Builder&&) const noexcept {
    doorkeeper_->NoteActivity();
  }

 private:
  std::shared_ptr<Doorkeeper>
      doorkeeper_;  // Shared with the server, which may go before its connections.
};

struct Traits : restinio::traits_t<restinio::asio_timer_manager_t, ActivityLogger> {
  using connection_state_listener_t = Doorkeeper;
};
using Restinio = restinio::http_server_t<Traits>;

std::string_view View(restinio::string_view_t text) { return {text.data(), text.size()}; }

void Serve(const HttpServer::Handler& handler, std::chrono::milliseconds response_timeout,
           const restinio::request_handle_t& request) {
  const auto& header = request->header();
  // RESTinio stops its timers for a request that asks to change the protocol: never serve one.
  if (header.connection() == restinio::http_connection_header_t::upgrade ||
      header.method() == restinio::http_method_connect()) {
    WriteResponse(request, {400, "text/plain; charset=utf-8", "400: Bad Request"}, response_timeout,
                  /*close=*/true);
    return;
  }
  const auto value_of = [&header](std::string_view name) {
    const auto value = header.opt_value_of(restinio::string_view_t(name.data(), name.size()));
    return value ? View(*value) : std::string_view();
  };
  const HttpRequest plain{header.method().c_str(), View(header.path()), View(header.query()),
                          value_of, request->body()};
  WriteResponse(request, handler(plain), response_timeout, /*close=*/false);
}

}  // namespace

// The listening RESTinio server, and the watch over it: when the process has run out of file
// descriptors once, RESTinio's accept loop is dead for good, so a new server takes its place.
class HttpServer::Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(asio::io_context& io, std::string section, WebOptions options, Handler handler,
           prometheus::Registry& registry, Log& log)
      : io_(io),
        section_(std::move(section)),
        options_(std::move(options)),
        handler_(std::make_shared<const Handler>(std::move(handler))),
        open_(prometheus::BuildGauge()
                  .Name("nexy_http_connections")
                  .Help("Open HTTP connections")
                  .Register(registry)
                  .Add({{"listener", section_}})),
        refused_(prometheus::BuildCounter()
                     .Name("nexy_http_refused_connections_total")
                     .Help("HTTP connections closed because there were too many")
                     .Register(registry)
                     .Add({{"listener", section_}})),
        log_(log),
        watch_(io) {}

  absl::Status Open() {
    boost::system::error_code error;
    const auto ip = asio::ip::make_address(options_.host, error);
    if (error) return absl::InvalidArgumentError(Concat("no IP address: ", options_.host));
    auto doorkeeper = std::make_shared<Doorkeeper>(options_.max_connections, open_, refused_);
    try {
      server_ =
          std::make_unique<Restinio>(restinio::external_io_context(io_), Settings(ip, doorkeeper));
      server_->open_sync();
    } catch (const boost::system::system_error& e) {
      return CannotListen(e.code().message());
    } catch (const std::exception& e) {
      return CannotListen(e.what());
    }
    doorkeeper_ = std::move(doorkeeper);
    return absl::OkStatus();
  }

  void Watch() {
    watch_.expires_after(std::max(options_.request_timeout / 10, std::chrono::milliseconds(1)));
    watch_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
      const auto self = weak.lock();
      if (error || !self) return;
      self->ReopenIfDeaf();
      self->Watch();
    });
  }

  std::uint16_t port() const { return options_.port; }
  std::string address() const {
    const bool v6 = options_.host.find(':') != std::string::npos;
    return v6 ? Concat("[", options_.host, "]:", options_.port)
              : Concat(options_.host, ":", options_.port);
  }

 private:
  absl::Status CannotListen(const std::string& why) {
    server_.reset();
    return absl::UnavailableError(Concat("cannot listen on ", address(), " for HTTP: ", why,
                                         ". See ", section_, ".host and ", section_, ".port"));
  }

  restinio::server_settings_t<Traits> Settings(const asio::ip::address& ip,
                                               const std::shared_ptr<Doorkeeper>& doorkeeper) {
    const auto limit = options_.request_max_bytes;
    const auto tick = std::clamp<std::chrono::milliseconds>(
        std::min(options_.request_timeout, options_.response_timeout) / 4,
        std::chrono::milliseconds(1), std::chrono::milliseconds(1000));
    const auto user_timeout = static_cast<unsigned>(options_.response_timeout.count());
    restinio::server_settings_t<Traits> settings;
    settings.address(ip)
        .protocol(ip.is_v6() ? asio::ip::tcp::v6() : asio::ip::tcp::v4())
        .port(options_.port)
        .logger(doorkeeper)
        .connection_state_listener(doorkeeper)
        .timer_manager(tick)
        .read_next_http_message_timelimit(options_.request_timeout)
        .write_http_response_timelimit(options_.response_timeout)
        .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                      .max_url_size(limit)
                                      .max_field_name_size(limit)
                                      .max_field_value_size(limit)
                                      .max_field_count(kMaxHeaders)
                                      .max_body_size(limit))
        .acceptor_post_bind_hook([this](asio::ip::tcp::acceptor& acceptor) {
          if (options_.port == 0) options_.port = acceptor.local_endpoint().port();
          acceptor_ = &acceptor;
        })
        .socket_options_setter([user_timeout, doorkeeper](restinio::socket_options_t& options) {
          // RESTinio drops a connection whose options cannot be set.
          if (!doorkeeper->HasRoom()) throw std::runtime_error("too many connections");
          options.set_option(asio::ip::tcp::no_delay(true));  // A file follows its header at once.
          options.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>(
              kUnsentMaxBytes));
          // The kernel gives up a client that takes nothing, whatever state RESTinio is in.
          options.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>(
              static_cast<int>(user_timeout)));
        })
        .request_handler([&io = io_, handler = handler_, timeout = options_.response_timeout](
                             const restinio::request_handle_t& request) {
          // Not answered at once: then RESTinio would read the next request twice over and drop a
          // client that pipelines.
          asio::post(io, [handler, timeout, request] { Serve(*handler, timeout, request); });
          return restinio::request_accepted();
        });
    return settings;
  }

  // A listener is deaf when clients wait at the door, again and again, and nobody lets them in.
  void ReopenIfDeaf() {
    if (server_) {
      pollfd door{acceptor_->native_handle(), POLLIN, 0};
      const auto activity = doorkeeper_->activity();
      const bool waiting = poll(&door, 1, 0) > 0;
      bad_signs_ = waiting && activity == seen_activity_ ? bad_signs_ + 1 : 0;
      seen_activity_ = activity;
      if (bad_signs_ < kBadSigns) return;
      server_.reset();
    }
    bad_signs_ = 0;
    seen_activity_ = 0;
    if (const absl::Status status = Open(); !status.ok()) {
      log_.Error("server", "retry", "the HTTP port could not be opened again",
                 {{"error", LogDetail{std::string(MessageOf(status))}}});
      return;
    }
    log_.Warn("server", "retry", "HTTP had stopped accepting and was opened again",
              {{"port", options_.port}});
  }

  asio::io_context& io_;
  const std::string section_;
  WebOptions options_;
  const std::shared_ptr<const Handler>
      handler_;  // Shared with connections, which may outlive a server.
  prometheus::Gauge& open_;
  prometheus::Counter& refused_;
  Log& log_;
  asio::steady_timer watch_;
  std::shared_ptr<Doorkeeper> doorkeeper_;  // Shared with connections too.
  std::unique_ptr<Restinio> server_;
  asio::ip::tcp::acceptor* acceptor_ = nullptr;  // Of server_.
  std::uint64_t seen_activity_ = 0;
  int bad_signs_ = 0;
};

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(asio::io_context& io,
                                                              std::string section,
                                                              WebOptions options, Handler handler,
                                                              prometheus::Registry& registry,
                                                              Log& log) {
  auto listener = std::make_shared<Listener>(io, std::move(section), std::move(options),
                                             std::move(handler), registry, log);
  if (absl::Status status = listener->Open(); !status.ok()) return status;
  listener->Watch();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(listener)));
}

HttpServer::HttpServer(std::shared_ptr<Listener> listener) : listener_(std::move(listener)) {}
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return listener_->port(); }
std::string HttpServer::address() const { return listener_->address(); }

}  // namespace nexy
