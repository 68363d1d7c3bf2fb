#include "nexyd/server.h"

#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdlib>
#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "base/strings.h"
#include "nexyd/pronunciation_file.h"
#include "nexyd/start_pages.h"
#include "text/russian_lexicon.h"

namespace nexy {
namespace {

constexpr const char* kServiceName = "streaming.StreamingService";
constexpr std::size_t kDecodingThreads = 2;
constexpr std::size_t kDecodingQueue = 4096;  // More than can be admitted; a backstop only.
constexpr std::size_t kDbThreads = 1;
constexpr std::size_t kDbQueue = 1024;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  if (!(content << file.rdbuf())) return absl::NotFoundError(Concat("cannot read ", path));
  return content.str();
}

// gRPC would take them and fail every handshake.
bool BelongTogether(const std::string& certificate_pem, const std::string& key_pem) {
  using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
  const auto bio = [](const std::string& pem) {
    return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  };
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio(certificate_pem).get(), nullptr, nullptr, nullptr), &X509_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(bio(key_pem).get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  return certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(const RpcOptions& options) {
  if (options.tls_certificate_file.empty()) return grpc::InsecureServerCredentials();
  NEXY_ASSIGN_OR_RETURN(auto key, ReadFile(options.tls_key_file));
  NEXY_ASSIGN_OR_RETURN(auto certificate, ReadFile(options.tls_certificate_file));
  if (!BelongTogether(certificate, key)) {
    return absl::InvalidArgumentError(
        "rpc.tls_certificate_file and rpc.tls_key_file do not belong together");
  }
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({key, certificate});
  return grpc::SslServerCredentials(tls);
}

// Wire contract 10.
void Configure(grpc::ServerBuilder& builder, const RpcOptions& options) {
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.SetMaxReceiveMessageSize(static_cast<int>(options.max_message_bytes));
  builder.SetMaxSendMessageSize(static_cast<int>(options.max_message_bytes));
}

absl::Status CannotListen(const std::string& address, const absl::Status& why) {
  return absl::UnavailableError(Concat("cannot listen on ", address, " for gRPC: ", MessageOf(why),
                                       ". See rpc.host and rpc.port"));
}

// The settings have been checked.
Verbosity VerbosityOf(std::string_view word) {
  if (word == "brief") return Verbosity::kBrief;
  return word == "detailed" ? Verbosity::kDetailed : Verbosity::kNormal;
}

StageLatency LatencyOf(const TurnMetrics& metrics, TurnMetrics::Stage stage) {
  const Latency& latency = metrics.latency(stage);
  return {.stage = std::string(TurnMetrics::StageToken(stage)),
          .last_minute = latency.LastMinute(),
          .last_hour = latency.LastHour()};
}

// Of what is no service over the network; `problem` is empty where there is none.
ProviderStatus LocalStatus(std::string_view kind, std::string_view name, std::string_view problem) {
  ProviderStatus status{.kind = std::string(kind), .name = std::string(name)};
  if (!problem.empty()) status.health = ProviderHealth::kDown;
  status.reason = problem;
  return status;
}

NamedCount CountOf(std::string_view name, const EventCount& count) {
  return {.name = std::string(name),
          .count = {.last_minute = count.LastMinute(), .last_hour = count.LastHour()}};
}

}  // namespace

// The threads that run every coroutine.
class Server::IoThreads {
 public:
  IoThreads(asio::io_context& io, std::size_t count) : io_(io), work_(asio::make_work_guard(io)) {
    for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([&io] { io.run(); });
  }
  ~IoThreads() {
    work_.reset();
    io_.stop();
  }

 private:
  asio::io_context& io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::vector<std::jthread> threads_;
};

Server::Server(const Options& options, Prompts prompts, Pronunciations pronunciations,
               std::string version, prometheus::Registry& metrics, Clock& clock, Log& log)
    : options_(options),
      version_(std::move(version)),
      metrics_(metrics),
      clock_(clock),
      log_(log),
      background_strand_(asio::make_strand(io_)),
      background_(background_strand_, clock_, log_),
      decoding_(kDecodingThreads, kDecodingQueue),
      db_(std::in_place, kDbThreads, kDbQueue),
      http_client_(io_.get_executor(), options_.http, options_.proxies, clock_, log_, metrics_),
      usage_store_(options_.store, *db_, clock_, metrics_, log_),
      usage_(usage_store_, options_.store, options_.prices, clock_, metrics_),
      espeak_(io_.get_executor(), options_.tts.espeak, clock_, log_, metrics_),
      embedded_(espeak_, "", usage_),
      phrases_(embedded_, options_.tts.cache, clock_, metrics_),
      screen_reader_(options_.screen),
      offline_(options_.llm.offline, screen_reader_, clock_),
      metered_offline_(offline_, "", MeteredMind::Tokens::kNone, usage_),
      minds_(options_.llm, std::move(prompts),
             {.http = http_client_,
              .pool = decoding_,
              .embedded = metered_offline_,
              .meter = usage_,
              .metrics = metrics_,
              .clock = clock_,
              .log = log_}),
      voices_(options_.tts, {.http = http_client_,
                             .embedded = embedded_,
                             .meter = usage_,
                             .metrics = metrics_,
                             .clock = clock_,
                             .log = log_}),
      pronunciations_(std::move(pronunciations)),
      turn_metrics_(metrics_, clock_),
      turn_parts_{.minds = minds_.chain(),
                  .voices = voices_.chain(),
                  .embedded = embedded_,
                  .phrases = phrases_,
                  .options = options_.turn,
                  .audio_chunk_bytes = options_.rpc.audio_chunk_bytes,
                  .first_token_timeout = options_.llm.first_token_timeout,
                  .next_token_timeout = options_.llm.next_token_timeout,
                  .first_audio_timeout = options_.tts.first_audio_timeout,
                  .next_audio_timeout = options_.tts.next_audio_timeout,
                  .clock = clock_,
                  .log = log_,
                  .metrics = turn_metrics_,
                  .reader = &screen_reader_,
                  .reads_aloud = options_.screen.read_locally ? &offline_ : nullptr,
                  .pronunciations = &pronunciations_},
      sessions_({.max_live_turns = options_.rpc.max_live_turns,
                 .device_turns_per_minute = options_.rpc.device_turns_per_minute,
                 .one_turn_per_device = options_.rpc.one_turn_per_device},
                clock_),
      known_devices_(options_.session.known_devices_max),
      collect_(options_.session, options_.rpc.prompt_max_bytes, clock_),
      conversations_(options_.session, clock_),
      session_metrics_(metrics_),
      process_metrics_(metrics_),
      queue_metrics_(metrics_),
      rpc_metrics_(metrics_, clock_) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options, std::string version,
                                                      prometheus::Registry& metrics, Clock& clock,
                                                      Log& log) {
  NEXY_ASSIGN_OR_RETURN(auto pronunciations, LoadPronunciations(options.turn.pronunciations_file));
  NEXY_ASSIGN_OR_RETURN(auto prompts,
                        Prompts::Load(options.llm.prompts, VerbosityOf(options.llm.verbosity)));
  std::unique_ptr<Server> server(new Server(options, std::move(prompts), std::move(pronunciations),
                                            std::move(version), metrics, clock, log));
  NEXY_RETURN_IF_ERROR(server->http_client_.status());
  const std::size_t threads = options.server.io_threads > 0
                                  ? options.server.io_threads
                                  : std::max(1u, std::thread::hardware_concurrency());
  server->threads_ = std::make_unique<IoThreads>(server->io_, threads);
  NEXY_RETURN_IF_ERROR(server->StartVoice());
  NEXY_RETURN_IF_ERROR(server->Listen());
  log.Info("server", "start", "server started",
           {{"version", LogDetail{server->version_}}, {"line", LogDetail{server->ReadyLine()}}});
  return server;
}

// The embedded voice is the last resort of every failure, so a server without it does not start.
absl::Status Server::StartVoice() {
  TtsRequest probe{
      .text = std::string(kDefaultWelcome), .language = Language::kEnglish, .voice = ""};
  auto spoken = asio::co_spawn(io_, phrases_.Get(std::move(probe)), asio::use_future).get();
  if (!spoken.ok()) return Annotate(spoken.status(), "the embedded voice does not work");
  asio::co_spawn(background_strand_, StartBackground(), asio::use_future).get();
  return absl::OkStatus();
}

Task<> Server::StartBackground() {
  background_.Spawn("server.render_phrases", RenderPhrases());
  background_.Spawn("server.load_lexicon", LoadLexicon());
  for (TtsProvider* voice : turn_parts_.voices) {
    if (voice != &embedded_) background_.Spawn("server.keep_welcome", KeepWelcome(*voice));
  }
  background_.Spawn("server.write_usage", WriteUsage());
  background_.Spawn("server.sweep", Sweep());
  co_return;
}

Task<> Server::EndBackground() {
  background_.CancelAll();
  co_await background_.Join();
}

absl::Status Server::Listen() {
  service_.emplace(ServiceParts{.executor = io_.get_executor(),
                                .rpc = options_.rpc,
                                .screen = options_.screen,
                                .turn = turn_parts_,
                                .registry = sessions_,
                                .known = known_devices_,
                                .collect = collect_,
                                .conversations = conversations_,
                                .usage = usage_,
                                .decoding = decoding_,
                                .metrics = rpc_metrics_});
  // gRPC's own lines on standard error are no records of the log; GRPC_VERBOSITY brings them back.
  if (std::getenv("GRPC_VERBOSITY") == nullptr) gpr_set_log_function([](gpr_log_func_args*) {});
  grpc::EnableDefaultHealthCheckService(true);
  if (options_.rpc.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  Configure(builder, options_.rpc);
  NEXY_ASSIGN_OR_RETURN(auto credentials, Credentials(options_.rpc));
  auto port = ServerPort::Open(io_, options_.rpc.host, options_.rpc.port, log_);
  if (!port.ok()) {
    return CannotListen(Concat(options_.rpc.host, ":", options_.rpc.port), port.status());
  }
  auto receiver = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
  builder.RegisterService(&*service_);
  grpc_ = builder.BuildAndStart();
  if (grpc_ == nullptr) return absl::InternalError("gRPC does not start, and does not say why");
  port_ = *std::move(port);
  port_->Serve(std::move(receiver));
  grpc_->GetHealthCheckService()->SetServingStatus(kServiceName, true);

  pages_.emplace(StatusSources{.version = version_,
                               .serving = [this] { return ServingNow(); },
                               .status = [this] { return StatusNow(); },
                               .latest = [this] { return LatestClient(); },
                               .registry = metrics_});
  NEXY_ASSIGN_OR_RETURN(
      http_,
      HttpServer::Start(
          io_, "web", options_.web,
          [this](const HttpRequest& request) { return pages_->Answer(request); }, metrics_, log_));
  if (options_.update.enabled && !options_.update.store.empty()) {
    NEXY_ASSIGN_OR_RETURN(update_,
                          UpdateServer::Start(options_.update, version_, clock_, log_, metrics_));
  }
  listening_ = true;
  return absl::OkStatus();
}

Server::~Server() { StopWork(); }

void Server::StopWork() {
  port_.reset();
  if (grpc_) grpc_->Shutdown(std::chrono::system_clock::now());
  update_.reset();
  if (threads_) asio::co_spawn(background_strand_, EndBackground(), asio::use_future).get();
  threads_.reset();
  db_.reset();              // Its jobs use the store.
  (void)usage_.FlushNow();  // A failure is in the log already.
}

nlohmann::ordered_json Server::UpdateAddress() const {
  if (!update_) return nullptr;
  return update_->address();
}

std::string Server::ReadyLine() const {
  const nlohmann::ordered_json addresses = {{"grpc", Concat(options_.rpc.host, ":", port_->port())},
                                            {"http", http_->address()},
                                            {"update", UpdateAddress()}};
  return Concat("ready ", addresses.dump());
}

// Wire contract 6.4.
void Server::Drain() {
  const auto start = clock_.Now();
  const auto end = start + options_.rpc.shutdown_grace;
  log_.Info("server", "shutdown", "draining", {{"live_turns", sessions_.live()}});
  sessions_.BeginDrain();
  grpc_->GetHealthCheckService()->Shutdown();  // NOT_SERVING, and stays so.
  if (sessions_.WaitIdle(std::max(start, end - std::chrono::seconds(1))) > 0) {
    sessions_.StopAll(StopCause::kDraining);
    if (sessions_.WaitIdle(end) > 0) {
      sessions_.StopAll(StopCause::kClosing);
      sessions_.WaitIdle(end + std::chrono::seconds(1));
    }
  }
  // Leases go just before their calls' last messages are written: let those be read.
  const auto flush = std::chrono::system_clock::now() + std::chrono::milliseconds(500);
  port_->Close();
  grpc_->Shutdown(flush);
  grpc_->Wait();
  log_.Info("server", "stop", "server stopped", {{"dur_ms", clock_.Now() - start}});
}

// Drops what nobody asks for any more, and says how things stand.
Task<> Server::Sweep() {
  constexpr auto kEvery = std::chrono::seconds(1);
  Alarm never_rung(background_strand_, clock_);
  while (true) {
    co_await never_rung.WaitUntil(clock_.Now() + kEvery);
    http_client_.Sweep();
    minds_.Sweep();
    voices_.Sweep();
    phrases_.Sweep();
    collect_.Sweep();
    conversations_.Sweep();
    session_metrics_.Observe(sessions_, known_devices_, collect_, conversations_);
    process_metrics_.Observe();
    queue_metrics_.Set(espeak_.state().waiting, decoding_.pending(), db_->pending(),
                       usage_.pending());
    if (listening_ && !sessions_.draining()) {
      grpc_->GetHealthCheckService()->SetServingStatus(ServingNow().turns);
    }
  }
}

Task<> Server::RenderPhrases() {
  co_await phrases_.Preload(AssistantService::SentencesToRender(options_.turn.default_language));
  ForgetStartPages();  // The last that a start does.
}

// Before the first Russian number needs it.
Task<> Server::LoadLexicon() {
  auto load = [] { return absl::StatusOr<bool>(LoadRussianLexicon()); };
  const auto loaded = co_await decoding_.Run<bool>(std::move(load));
  if (loaded.ok() && *loaded) co_return;
  log_.Warn("server", "degraded",
            "without the package hunspell-ru Russian numbers may be said in a wrong case", {});
}

// The welcome in a voice over the network: ready at once, and made anew before it is too old. A
// voice that is out of order now is asked again later; meanwhile the next one speaks.
Task<> Server::KeepWelcome(TtsProvider& voice) {
  constexpr Clock::Duration kRetry = std::chrono::minutes(1);
  const SpeechLimits limits{.first_audio = options_.tts.first_audio_timeout,
                            .next_audio = options_.tts.next_audio_timeout};
  const Clock::Duration max_age = options_.tts.cache.max_age;
  const Clock::Duration renew =
      max_age.count() > 0 ? max_age - max_age / 4 : Clock::Duration::max();
  Alarm never_rung(background_strand_, clock_);
  while (true) {
    const absl::Status made =
        co_await phrases_.Preload(voice, AssistantService::WelcomesToRender(turn_parts_), limits, log_);
    const Clock::Duration wait = made.ok() ? renew : std::min(kRetry, renew);
    const bool for_ever = wait == Clock::Duration::max();
    co_await never_rung.WaitUntil(for_ever ? Clock::Time::max() : clock_.Now() + wait);
  }
}

// An outage of the store is known before the first record; it stops nothing else.
Task<> Server::WriteUsage() {
  (void)co_await usage_store_.Open();
  Alarm never_rung(background_strand_, clock_);
  while (true) {
    co_await never_rung.WaitUntil(clock_.Now() + options_.store.flush_every);
    (void)co_await usage_.Flush();
  }
}

Serving Server::ServingNow() const {
  const bool audio = espeak_.healthy();
  std::string reason;
  if (!audio) reason = "the embedded voice does not work";
  if (!listening_) reason = "starting";
  if (sessions_.draining()) reason = "draining";
  return {.turns = reason.empty(), .reason = reason, .audio = audio};
}

std::pair<std::string, std::string> Server::LatestClient() const {
  if (!listening_ || !update_) return {};
  const UpdateState state = update_->state();
  return {state.latest_version, state.latest_build};
}

ServerStatus Server::StatusNow() const {
  ServerStatus status;
  status.serving = ServingNow();
  status.version = version_;
  status.uptime = std::chrono::duration_cast<std::chrono::seconds>(clock_.Now() - started_);
  status.live_turns = sessions_.live();
  status.max_live_turns = options_.rpc.max_live_turns;
  status.grpc_address = Concat(options_.rpc.host, ":", port_->port());
  if (listening_) status.http_address = http_->address();
  if (listening_ && update_) {
    status.update_address = update_->address();
    status.update_adoption = update_->adoption();
  }
  status.providers = minds_.status();
  for (ProviderStatus& voice : voices_.status()) status.providers.push_back(std::move(voice));
  const bool voice = espeak_.healthy();
  status.providers.push_back(LocalStatus("tts", "espeak", voice ? "" : "no worker runs"));
  const bool file = DialectOf(options_.store) == Dialect::kSqlite;
  status.providers.push_back(
      LocalStatus("store", file ? "sqlite" : "postgresql", MessageOf(usage_store_.state())));
  if (listening_ && update_) {
    status.providers.push_back(
        LocalStatus("update", "store", std::string(MessageOf(update_->state().store))));
  }
  using Stage = TurnMetrics::Stage;
  for (Stage stage : {Stage::kFirstToken, Stage::kFirstSentence, Stage::kFirstAudio, Stage::kAnswer,
                      Stage::kTurn}) {
    status.latencies.push_back(LatencyOf(turn_metrics_, stage));
  }
  for (std::size_t i = 0; i < TurnMetrics::kOutcomes; ++i) {
    const auto outcome = static_cast<Outcome>(i);
    status.turns.push_back(CountOf(OutcomeToken(outcome), turn_metrics_.outcomes(outcome)));
  }
  for (std::size_t i = 0; i < kRefusals; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    status.refusals.push_back(CountOf(RefusalToken(refusal), rpc_metrics_.refusals(refusal)));
  }
  return status;
}

}  // namespace nexy
