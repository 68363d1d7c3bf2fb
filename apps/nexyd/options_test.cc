#include "nexyd/options.h"

#include <gmock/gmock.h>

#include "base/strings.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Without the machine's own file.
OptionInputs Inputs(std::map<std::string, std::string> environment = {},
                    std::vector<std::string> set = {}) {
  return {.set = std::move(set), .environment = std::move(environment), .default_file = ""};
}

LoadedOptions Loaded(const OptionInputs& inputs, std::string_view text = "") {
  auto loaded = LoadOptions(inputs, "nexy.yaml", text);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return loaded.ok() ? *std::move(loaded) : LoadedOptions{};
}

std::string Mistakes(const OptionInputs& inputs, std::string_view text = "") {
  const auto loaded = LoadOptions(inputs, "nexy.yaml", text);
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(MessageOf(loaded.status()));
}

std::string FileMistakes(std::string_view text) { return Mistakes(Inputs(), text); }

std::string OriginOf(const LoadedOptions& loaded, std::string_view path) {
  for (const EffectiveSetting& setting : loaded.settings) {
    if (setting.path == path) return setting.origin;
  }
  return "";
}

TEST(Options, AreTheContractsDefaultsWithoutAnyInput) {
  const LoadedOptions loaded = Loaded(Inputs());
  EXPECT_EQ(loaded.options.environment, Environment::kProd);
  EXPECT_EQ(loaded.options.rpc.max_live_turns, 100U);
  EXPECT_EQ(loaded.options.rpc.host, "127.0.0.1");
  EXPECT_EQ(OriginOf(loaded, "rpc.max_live_turns"), "default");
  EXPECT_EQ(OriginOf(loaded, "rpc.host"), "default, auto in prod");
  EXPECT_THAT(loaded.notices, IsEmpty());
}

TEST(Options, ComeFromTheStrongestSourceThatGivesThem) {
  constexpr char kLayer[] =
      "rpc:\n  max_live_turns: 20\npresets:\n  stage:\n    rpc: { max_live_turns: 30 }\n";
  std::map<std::string, std::string> environment = {{"NEXY_ENV", "stage"}};
  const auto turns = [&environment](std::string_view text, std::vector<std::string> set = {}) {
    const LoadedOptions loaded = Loaded(Inputs(environment, std::move(set)), text);
    return Concat(loaded.options.rpc.max_live_turns, " ", OriginOf(loaded, "rpc.max_live_turns"));
  };
  EXPECT_EQ(turns(""), "25 preset stage");
  EXPECT_EQ(turns("rpc: { max_live_turns: 20 }"), "20 nexy.yaml:1");
  EXPECT_EQ(turns(kLayer), "30 nexy.yaml:5 (preset stage)");
  environment["BACKPRESSURE_MAX_STREAMS"] = "40";
  EXPECT_EQ(turns(kLayer), "40 environment BACKPRESSURE_MAX_STREAMS");
  environment["NEXY_RPC_MAX_LIVE_TURNS"] = "50";
  EXPECT_EQ(turns(kLayer), "50 environment NEXY_RPC_MAX_LIVE_TURNS");
  EXPECT_EQ(turns(kLayer, {"rpc.max_live_turns=60", "rpc.max_live_turns=61"}), "61 --set");
}

TEST(Options, ListenToEverybodyOnlyInDev) {
  EXPECT_EQ(Loaded(Inputs({{"NEXY_ENV", "dev"}})).options.rpc.host, "0.0.0.0");
  EXPECT_EQ(Loaded(Inputs({{"NEXY_ENV", "stage"}})).options.web.host, "127.0.0.1");
  EXPECT_EQ(Loaded(Inputs({{"NEXY_ENV", "dev"}, {"GRPC_HOST", "10.1.2.3"}})).options.rpc.host,
            "10.1.2.3");
}

TEST(Options, ReadEveryKindOfValue) {
  const Options options = Loaded(Inputs(), R"(
rpc: { port: 0, max_message_bytes: 32MiB, write_stall: 2m, reflection: FALSE }
turn: { default_language: ru, notice_after: 0 }
tts: { espeak: { russian_voice: "ru", rate: 200, utterance_timeout: 250ms } }
log: { level: warn, file: /var/log/nexy/nexyd.log }
)")
                              .options;
  EXPECT_EQ(options.rpc.port, 0);
  EXPECT_EQ(options.rpc.max_message_bytes, 32U * 1024 * 1024);
  EXPECT_EQ(options.rpc.write_stall, std::chrono::minutes(2));
  EXPECT_FALSE(options.rpc.reflection);
  EXPECT_EQ(options.turn.default_language, Language::kRussian);
  EXPECT_EQ(options.turn.notice_after, std::chrono::seconds(0));
  EXPECT_EQ(options.tts.espeak.rate, 200);
  EXPECT_EQ(options.tts.espeak.utterance_timeout, std::chrono::milliseconds(250));
  EXPECT_EQ(options.log.level, LogLevel::kWarn);
  EXPECT_EQ(options.log.file, "/var/log/nexy/nexyd.log");
}

TEST(Options, TakeAListFromTheFileAndFromALine) {
  using Words = std::vector<std::string>;
  const auto fallbacks = [](OptionInputs inputs, std::string_view text = "") {
    inputs.environment["NEXY_LLM_PROVIDER"] = "gemini_live";
    return Loaded(inputs, text).options.llm.fallbacks;
  };
  EXPECT_EQ(fallbacks(Inputs(), "llm: { fallbacks: [gemini, openai] }"),
            (Words{"gemini", "openai"}));
  EXPECT_EQ(fallbacks(Inputs(), "llm:\n  fallbacks:\n    - gemini\n    - openai\n"),
            (Words{"gemini", "openai"}));
  EXPECT_EQ(fallbacks(Inputs(), "llm: { fallbacks: openai }"), Words{"openai"});
  EXPECT_EQ(fallbacks(Inputs({{"NEXY_LLM_FALLBACKS", "gemini,openai"}})),
            (Words{"gemini", "openai"}));
  EXPECT_EQ(fallbacks(Inputs({}, {"llm.fallbacks=[gemini, openai]"})),
            (Words{"gemini", "openai"}));
  EXPECT_EQ(fallbacks(Inputs({}, {"llm.fallbacks="}), "llm: { fallbacks: [openai] }"), Words{});
  EXPECT_EQ(fallbacks(Inputs({}, {"llm.fallbacks=[]"}), "llm: { fallbacks: [openai] }"), Words{});
}

TEST(Options, ExplainAListThatIsNone) {
  EXPECT_EQ(FileMistakes("llm: { fallbacks: [openia] }"),
            "nexy.yaml:1: llm.fallbacks is \"openia\", expected a list of gemini, gemini_live, "
            "openai, offline; [] is none");
  EXPECT_THAT(FileMistakes("llm: { fallbacks: [openai, [offline]] }"),
              HasSubstr("llm.fallbacks is a list of more than words, expected a list of"));
  EXPECT_THAT(FileMistakes("llm: { fallbacks: [{a: b}] }"), HasSubstr("more than words"));
  EXPECT_THAT(FileMistakes("llm: { provider: [openai] }"), HasSubstr("llm.provider is a list"));
  EXPECT_THAT(Mistakes(Inputs({}, {"llm.fallbacks=openai,,offline"})), HasSubstr("is \"openai,,"));
  EXPECT_THAT(Mistakes(Inputs({}, {"llm.verbosity="})), HasSubstr("brief, normal, detailed"));
  EXPECT_THAT(Mistakes(Inputs({}, {"llm.gemini.thinking_level=much"})),
              HasSubstr("expected one of \"\", minimal, low"));
}

TEST(Options, KnowALanguageByItsTag) {
  const auto language = [](const std::string& tag) {
    return Loaded(Inputs({}, {"turn.default_language=" + tag})).options.turn.default_language;
  };
  EXPECT_EQ(language("ru"), Language::kRussian);
  EXPECT_EQ(language("ru-RU"), Language::kRussian);
  EXPECT_EQ(language("EN-us"), Language::kEnglish);
  EXPECT_THAT(Mistakes(Inputs({}, {"turn.default_language=de"})),
              HasSubstr("\"de\", expected a language tag of English or Russian"));
}

TEST(Options, ListEveryMistakeOfEverySourceAtOnce) {
  const std::string mistakes = Mistakes(
      Inputs({{"NEXY_ENV", "production"}, {"GRPC_PORT", "grpc"}, {"NEXY_WEB_PORT", "70000"}},
             {"rpc.write_stall=60", "rpc.reflection"}),
      "rpc:\n  max_live_turn: 5\n  audio_chunk_bytes: 4097\nlogs:\n  level: debug\n");
  EXPECT_EQ(
      mistakes,
      "environment NEXY_ENV: is \"production\", expected dev, stage or prod\n"
      "nexy.yaml:2: rpc.max_live_turn is not a setting; did you mean rpc.max_live_turns?\n"
      "nexy.yaml:3: rpc.audio_chunk_bytes is \"4097\", expected an even size from 2 to 1MiB, "
      "written like 4096, 4KiB or 16MiB\n"
      "nexy.yaml:5: logs.level is not a setting; did you mean log.level?\n"
      "environment GRPC_PORT: rpc.port is \"grpc\", expected a whole number from 0 to 65535\n"
      "environment NEXY_WEB_PORT: web.port is \"70000\", expected a whole number from 0 to 65535\n"
      "--set: rpc.write_stall is \"60\", expected a time from 100ms to 1h, "
      "written like 250ms, 3s, 2m or 1h\n"
      "--set \"rpc.reflection\": expected section.key=value");
}

TEST(Options, StopAtAFileThatIsNotThereAndStillListTheOtherMistakes) {
  OptionInputs inputs = Inputs({}, {"rpc.port=x"});
  inputs.config_file = "/nowhere/nexy.yaml";
  const auto loaded = LoadOptions(inputs);
  EXPECT_THAT(MessageOf(loaded.status()),
              AllOf(HasSubstr("/nowhere/nexy.yaml: cannot be read: No such file or directory\n"),
                    HasSubstr("--set: rpc.port is \"x\"")));
}

TEST(Options, SuggestTheRightSectionForARightName) {
  EXPECT_EQ(FileMistakes("turn: { max_live_turns: 5 }"),
            "nexy.yaml:1: turn.max_live_turns is not a setting; did you mean rpc.max_live_turns?");
  EXPECT_THAT(FileMistakes("entirely: { different: 5 }"), Not(HasSubstr("did you mean")));
}

TEST(Options, SayWhenASettingAndASectionAreMistakenForEachOther) {
  EXPECT_EQ(FileMistakes("rpc: 5"), "nexy.yaml:1: rpc is a section, expected settings below it");
  EXPECT_THAT(FileMistakes("rpc: { port: { of: call } }"),
              HasSubstr("rpc.port is a setting, not a section, expected a whole number"));
  EXPECT_THAT(FileMistakes("rpc: { port: {} }"), HasSubstr("rpc.port has no value"));
  EXPECT_THAT(FileMistakes("rpc:\n  port:\n"), HasSubstr("rpc.port has no value"));
  EXPECT_THAT(FileMistakes("rpc: { port: [1, {a: [2]}] }"), HasSubstr("rpc.port is a list"));
}

TEST(Options, TakeAnEmptySectionForNothing) {
  EXPECT_EQ(Loaded(Inputs(), "rpc:\nweb: {}\npresets:\n  dev:\n").options.rpc.port, 50051);
  EXPECT_EQ(Loaded(Inputs(), "# nothing\n").options.rpc.port, 50051);
}

TEST(Options, CheckThePresetsOfOtherEnvironmentsToo) {
  EXPECT_THAT(FileMistakes("presets: { dev: { rpc: { port: x } } }"),
              HasSubstr("nexy.yaml:1 (preset dev): rpc.port is \"x\""));
  EXPECT_THAT(FileMistakes("presets: { test: { rpc: { port: 1 } } }"),
              HasSubstr("presets.test is no preset, expected dev, stage or prod"));
  EXPECT_THAT(FileMistakes("presets: 5"), HasSubstr("presets is a section"));
  EXPECT_THAT(FileMistakes("presets: { dev: 5 }"), HasSubstr("presets.dev is a section"));
}

TEST(Options, ExplainHostileYaml) {
  EXPECT_EQ(FileMistakes("rpc: { port: 1 }\nrpc: { port: 2 }"),
            "nexy.yaml:2: rpc stands twice, first on line 1\n"
            "nexy.yaml:2: rpc.port stands twice, first on line 1");
  EXPECT_THAT(FileMistakes("a: &a [x]\nb: [*a, *a]"),
              HasSubstr("nexy.yaml:2: an alias (*name) is not allowed"));
  EXPECT_THAT(FileMistakes("rpc:\n\tport: 1"), HasSubstr("nexy.yaml:2: a tab before text"));
  EXPECT_THAT(FileMistakes(std::string_view("rpc:\n  port: 1\0", 15)),
              HasSubstr("nexy.yaml:2: a NUL byte"));
  EXPECT_THAT(FileMistakes("rpc: 'open"), HasSubstr("nexy.yaml:1: "));
  EXPECT_THAT(FileMistakes("- a\n- b"), HasSubstr("expected sections"));
  EXPECT_THAT(FileMistakes("just words"), HasSubstr("expected sections"));
  EXPECT_THAT(FileMistakes("{}\n---\n{}"), HasSubstr("a second document begins"));
  EXPECT_THAT(FileMistakes("? {a: b}\n: c"), HasSubstr("expected the name of a setting"));
  EXPECT_THAT(FileMistakes(std::string(2 << 20, '#')), HasSubstr("is larger than 1048576 bytes"));
  EXPECT_THAT(FileMistakes("a: " + std::string(100'000, '[')), HasSubstr("nested too deep"));
  EXPECT_THAT(FileMistakes("a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}"),
              HasSubstr("nested too deep"));
  EXPECT_THAT(FileMistakes("? " + std::string(100'000, 'k') + "\n: 1"),
              HasSubstr("a name is too long"));
}

TEST(Options, KeepTheReportShortWhateverTheFile) {
  std::string text = "rpc:\n";
  for (int i = 0; i < 50'000; ++i) text += Concat("  k", i, ": 1\n");
  const std::string mistakes = FileMistakes(text);
  EXPECT_EQ(std::ranges::count(mistakes, '\n'), 100);
  EXPECT_THAT(mistakes, HasSubstr("\nand 49900 more"));
}

TEST(Options, NeverShowWhatAnUnknownNameHolds) {
  const std::string mistakes = Mistakes(
      Inputs({{"NEXY_LLM_KEY", "secret-1"}}, {"llm.key=secret-2"}), "llm: { key: secret-3 }");
  EXPECT_THAT(mistakes, Not(HasSubstr("secret")));
}

TEST(Options, EscapeControlCharactersInMistakes) {
  EXPECT_THAT(Mistakes(Inputs({}, {"log.file=a\nb: fake"})),
              HasSubstr("log.file is \"a\\nb: fake\""));
  EXPECT_THAT(Mistakes(Inputs({}, {"a\nb=1"})), HasSubstr("--set: a\\nb is not a setting"));
}

TEST(OwnNames, StopTheStartWhenTheyNameASectionButNoSetting) {
  EXPECT_EQ(Mistakes(Inputs({{"NEXY_RPC_MAX_LIVE_TURN", "5"}})),
            "environment NEXY_RPC_MAX_LIVE_TURN: names no setting; did you mean "
            "NEXY_RPC_MAX_LIVE_TURNS?");
  EXPECT_THAT(Loaded(Inputs({{"NEXY_SOMETHING_ELSE", "5"}})).notices,
              ElementsAre("environment NEXY_SOMETHING_ELSE names no setting and is not used"));
}

TEST(EarlierNames, KeepTheirMeaning) {
  const LoadedOptions loaded = Loaded(Inputs({{"GRPC_HOST", ""},
                                              {"GRPC_PORT", "50061"},
                                              {"HTTP_HOST", "0.0.0.0"},
                                              {"HTTP_PORT", "8082"},
                                              {"PREVENT_CONCURRENT_HARDWARE_ID_SESSIONS", "TRUE"},
                                              {"STREAMING_CHUNK_SIZE", "8192"},
                                              {"MAX_SENTENCE_LENGTH", "200"},
                                              {"IMAGE_MAX_SIZE", "1048576"},
                                              {"FORWARD_ASSISTANT_ACTIONS", "true"},
                                              {"NEXY_KS_DISABLE_FORWARD_ASSISTANT_ACTIONS", "True"},
                                              {"MESSAGES_ENABLED", "1"},
                                              {"LOG_LEVEL", "WARNING"},
                                              {"SAMPLE_RATE", "48000"},
                                              {"AUDIO_FORMAT", "pcm"}}));
  const Options& options = loaded.options;
  EXPECT_EQ(options.rpc.host, "127.0.0.1");
  EXPECT_EQ(options.rpc.port, 50061);
  EXPECT_EQ(options.web.host, "0.0.0.0");
  EXPECT_EQ(options.web.port, 8082);
  EXPECT_TRUE(options.rpc.one_turn_per_device);
  EXPECT_EQ(options.rpc.audio_chunk_bytes, 8192U);
  EXPECT_EQ(options.turn.sentence_max_chars, 200U);
  EXPECT_EQ(options.screen.screenshot_max_bytes, 1048576U);
  EXPECT_TRUE(options.turn.forward_actions);
  EXPECT_TRUE(options.turn.disable_actions);
  EXPECT_FALSE(options.turn.messages_enabled) << "only `true` was true";
  EXPECT_EQ(options.log.level, LogLevel::kWarn);
  EXPECT_THAT(loaded.notices, IsEmpty());
}

TEST(EarlierNames, LetTheKillSwitchWin) {
  EXPECT_TRUE(
      Loaded(Inputs({{"SUBSCRIPTION_ENABLED", "true"}, {"SUBSCRIPTION_KILL_SWITCH", "false"}}))
          .options.turn.subscription_enabled);
  EXPECT_FALSE(
      Loaded(Inputs({{"SUBSCRIPTION_ENABLED", "true"}, {"SUBSCRIPTION_KILL_SWITCH", "true"}}))
          .options.turn.subscription_enabled);
}

TEST(EarlierNames, StopTheStartWhenTheContractFixesAnotherValue) {
  EXPECT_EQ(Mistakes(Inputs({{"SAMPLE_RATE", "24000"}})),
            "environment SAMPLE_RATE: is \"24000\", expected 48000, which the wire contract fixes");
}

TEST(EarlierNames, AreReportedOnceAndWithoutTheirValueWhenTheyMeanNothing) {
  const LoadedOptions loaded = Loaded(Inputs({{"BACKPRESSURE_IDLE_TIMEOUT", "900"},
                                              {"DB_PASSWORD", "hunter2"},
                                              {"SERVER_VERSION", "1.2.3.4"},
                                              {"PATH", "/bin"}}));
  ASSERT_EQ(loaded.notices.size(), 2U);
  EXPECT_THAT(loaded.notices[0], HasSubstr("SERVER_VERSION is not used: this is version "));
  EXPECT_EQ(
      loaded.notices[1],
      "environment names without a meaning here, not used: BACKPRESSURE_IDLE_TIMEOUT, DB_PASSWORD");
}

TEST(EarlierNames, KeepTheirMeaningForProviders) {
  const LoadedOptions loaded = Loaded(Inputs({{"GEMINI_PRIMARY_MODEL", "gemini-2.5-flash-lite"},
                                              {"TEXT_PROCESSING_TEMPERATURE", "0.4"},
                                              {"TEXT_PROCESSING_MAX_TOKENS", "1024"},
                                              {"TEXT_PROCESSING_TOOLS", "google_search"},
                                              {"CIRCUIT_BREAKER_THRESHOLD", "5"},
                                              {"CIRCUIT_BREAKER_TIMEOUT", "300"},
                                              {"AZURE_SPEECH_REGION", "westeurope"},
                                              {"AZURE_SPEECH_KEY", "k"},
                                              {"GEMINI_API_KEY", "k"},
                                              {"AZURE_VOICE_NAME", "en-US-JennyNeural"}}));
  EXPECT_EQ(loaded.options.llm.gemini.model, "gemini-2.5-flash-lite");
  EXPECT_EQ(loaded.options.llm.gemini.temperature_percent, 40);
  EXPECT_EQ(loaded.options.llm.gemini.max_tokens, 1024);
  EXPECT_TRUE(loaded.options.llm.gemini.search);
  EXPECT_EQ(loaded.options.llm.resilience.breaker.failures, 5);
  EXPECT_EQ(loaded.options.llm.resilience.breaker.open_for, std::chrono::minutes(5));
  EXPECT_EQ(loaded.options.tts.azure.region, "westeurope");
  EXPECT_EQ(loaded.options.tts.azure.english_voice, "en-US-JennyNeural");
  EXPECT_THAT(loaded.notices, IsEmpty());
  EXPECT_THAT(Mistakes(Inputs({{"TEXT_PROCESSING_TEMPERATURE", "warm"}})),
              HasSubstr("environment TEXT_PROCESSING_TEMPERATURE: llm.gemini.temperature_percent"));
}

TEST(Contradictions, StopTheStartAndNameBothSettingsWithTheirOrigins) {
  EXPECT_EQ(Mistakes(Inputs({}, {"turn.notice_after=20s"})),
            "turn.notice_after (20s, --set) must be below turn.speak_by (10s, default); 0 means no "
            "notices");
  EXPECT_THAT(
      FileMistakes("screen: { screenshot_max_bytes: 13MiB }"),
      HasSubstr("screen.screenshot_max_bytes (13MiB, nexy.yaml:1) is 18175320 bytes in base64"));
  EXPECT_THAT(FileMistakes("rpc: { tls_key_file: key.pem }"),
              HasSubstr("is given without rpc.tls_certificate_file"));
  EXPECT_THAT(Mistakes(Inputs({}, {"web.port=50051"})),
              HasSubstr("rpc.port (50051, default) and web.port"));
  EXPECT_EQ(Loaded(Inputs({}, {"web.port=0", "rpc.port=0"})).options.web.port, 0);
}

TEST(Contradictions, ExplainProvidersThatMakeNoSense) {
  EXPECT_EQ(FileMistakes("llm: { provider: openai, fallbacks: [gemini, openai] }"),
            "llm.fallbacks (gemini, openai, nexy.yaml:1) names openai again, after llm.provider "
            "(openai, nexy.yaml:1); name each provider once");
  EXPECT_THAT(Mistakes(Inputs({}, {"tts.fallbacks=azure"})),
              HasSubstr("what tts.fallbacks (azure, --set) names after it is never asked"));
  EXPECT_EQ(Loaded(Inputs({}, {"tts.provider=openai", "tts.fallbacks=espeak"}))
                .options.tts.fallbacks.size(),
            1U);
  EXPECT_THAT(Mistakes(Inputs({}, {"llm.provider=openai", "llm.hedge_after=1s"})),
              HasSubstr("llm.hedge_after (1s, --set) needs a second provider"));
  EXPECT_THAT(Mistakes(Inputs({}, {"tts.azure.region=West Europe"})),
              HasSubstr("short name, such as westeurope"));
}

TEST(Contradictions, ExplainAnAddressThatIsNone) {
  const auto mistake = [](const std::string& url) {
    return Mistakes(Inputs({}, {"llm.openai.base_url=" + url}));
  };
  EXPECT_THAT(mistake("api.openai.com"), HasSubstr("must begin with https:// or http://"));
  EXPECT_THAT(mistake("https://"), HasSubstr("must name a host"));
  EXPECT_THAT(mistake("https://me:sk@host/v1"), HasSubstr("must not hold a user or a key"));
  EXPECT_THAT(mistake("https://host/v1?key=x"), HasSubstr("must not hold ? or #"));
  EXPECT_EQ(Loaded(Inputs({}, {"llm.openai.base_url=http://127.0.0.1:8080/v1"}))
                .options.llm.openai.base_url,
            "http://127.0.0.1:8080/v1");
}

TEST(Options, APasswordBelongsIntoAFileAndIsNotRepeated) {
  for (const char* text : {"host=db password=hunter2", "postgresql://nexy:hunter2@db/nexy", "postgres://:hunter2@db"}) {
    const auto loaded = LoadOptions(Inputs({}, {std::string("store.postgresql=") + text}));
    ASSERT_FALSE(loaded.ok()) << text;
    EXPECT_NE(loaded.status().message().find("store.postgresql_file"), absl::string_view::npos);
    EXPECT_EQ(loaded.status().message().find("hunter2"), absl::string_view::npos);
  }
  for (const char* text : {"host=/run/postgresql dbname=nexy", "postgresql://nexy@db:5433/nexy"}) {
    EXPECT_TRUE(LoadOptions(Inputs({}, {std::string("store.postgresql=") + text})).ok()) << text;
  }
}

TEST(Options, PricesAreExactAndHaveSixDecimals) {
  const auto loaded = LoadOptions(Inputs({}, {"prices.gemini.input_per_million_tokens=0.075"}));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->options.prices.gemini.input_per_million_tokens.micros, 75'000);
  EXPECT_FALSE(LoadOptions(Inputs({}, {"prices.gemini.input_per_million_tokens=-1"})).ok());
  EXPECT_FALSE(LoadOptions(Inputs({}, {"prices.gemini.input_per_million_tokens=0.0000001"})).ok());
}

}  // namespace
}  // namespace nexy
