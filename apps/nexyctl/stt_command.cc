#include "nexyctl/stt_command.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "audio/pcm.h"
#include "audio/wav.h"
#include "base/failure.h"
#include "base/strings.h"
#include "nexyctl/complaint.h"
#include "nexyctl/http_call.h"
#include "nexyd/base_url.h"
#include "nexyd/keys.h"
#include "nexyd/option_flags.h"
#include "nexyd/options.h"
#include "stt/openai.h"

namespace nexy {
namespace {

constexpr char kSttExamples[] = R"(Examples:
  nexyctl stt question.wav                       with OPENAI_API_KEY in the environment
  nexyctl stt question.wav --language ru --json
  nexyctl stt question.wav --set stt.openai.base_url=http://127.0.0.1:8080/v1

FILE is WAV, 16-bit PCM, 16 kHz mono is enough; make one of anything else with
  ffmpeg -i recording.m4a -ar 16000 -ac 1 -c:a pcm_s16le question.wav
The sound goes to the service of stt.openai.base_url and nowhere else. The text goes to standard
output; it is empty when nobody speaks.
Exit codes: 0 done, 1 no answer from the service, 2 wrong use, wrong settings or no sound file.)";

struct SttFlags {
  OptionInputs inputs;
  std::string file;
  std::string language;
  std::string hint;
  bool json = false;
};

std::string ReadSound(const std::string& path, std::size_t max_bytes) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Complain(Concat(path, ": cannot be read"), kExitUsage);
  std::string wav(max_bytes + 1, '\0');
  file.read(wav.data(), static_cast<std::streamsize>(wav.size()));
  wav.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  if (wav.size() > max_bytes) {
    Complain(Concat(path, ": has more than stt.audio_max_bytes, ", max_bytes, " bytes"),
             kExitUsage);
  }
  const absl::StatusOr<WavSound> sound = ReadWav(wav);
  if (!sound.ok()) {
    Complain(Concat(path, ": ", MessageOf(sound.status()),
                    "; `nexyctl stt --help` shows how to convert it"),
             kExitUsage);
  }
  return wav;
}

// What the operator can do about it.
std::string_view AdviceFor(FailureReason reason) {
  switch (reason) {
    case FailureReason::kUnresolved:
    case FailureReason::kRefused:
    case FailureReason::kConnectTimeout:
      return "is the service running, and is stt.openai.base_url right?";
    case FailureReason::kTls:
      return "its certificate is not trusted: name the CA's file in http.ca_file";
    case FailureReason::kKey:
    case FailureReason::kForbidden:
      return "it refuses the key: check OPENAI_API_KEY or stt.openai.api_key_file";
    case FailureReason::kModel:
      return "it does not know the model or the path: check stt.openai.model and base_url";
    case FailureReason::kQuota:
    case FailureReason::kBilling:
      return "the account's limit is used up: look at the account";
    case FailureReason::kRateLimited:
    case FailureReason::kOverloaded:
    case FailureReason::kServerError:
      return "try again in a minute";
    case FailureReason::kSilent:
    case FailureReason::kStalled:
      return "it took too long: see stt.response_timeout";
    case FailureReason::kBadRequest:
      return "it cannot read this sound, or does not take this language";
    default:
      return "the answer could not be understood: does base_url lead to /audio/transcriptions?";
  }
}

void Print(const Transcript& transcript, bool as_json) {
  if (!as_json) {
    std::cout << transcript.text << "\n";
    if (transcript.text.empty()) std::cerr << "nexyctl stt: nobody speaks in this sound\n";
    return;
  }
  nlohmann::ordered_json out = {{"text", transcript.text}, {"seconds", nullptr}};
  if (transcript.seconds) out["seconds"] = *transcript.seconds;
  std::cout << out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

void RunStt(SttFlags& flags) {
  flags.inputs.environment = ProcessEnvironment();
  absl::StatusOr<LoadedOptions> loaded = LoadOptions(flags.inputs);
  if (!loaded.ok()) Complain(MessageOf(loaded.status()), kExitUsage);
  const absl::Status key = ReadSttKey(flags.inputs.environment, loaded->options);
  if (!key.ok()) Complain(MessageOf(key), kExitUsage);
  SttRequest request;
  if (!flags.language.empty()) {
    request.language = LanguageFromTag(flags.language);
    if (!request.language) Complain("--language: expected en or ru", kExitUsage);
  }
  request.hint = flags.hint;
  request.wav = ReadSound(flags.file, loaded->options.stt.audio_max_bytes);

  SttOptions& stt = loaded->options.stt;
  stt.openai.base_url = WithoutSlash(stt.openai.base_url);
  HttpCall call(loaded->options.http, ProxiesOf(flags.inputs.environment));
  if (!call.client().status().ok()) {
    Complain(MessageOf(call.client().status()), kExitUsage);
  }
  OpenAiTranscriber transcriber(stt, call.client(), call.clock(), std::random_device()());
  const auto transcript = call.Await(transcriber.Transcribe(std::move(request)));
  if (!transcript.ok()) {
    const FailureReason reason = FailureReasonOf(transcript.status());
    Complain(Concat(MessageOf(transcript.status()), " (", FailureToken(reason), "); ",
                    AdviceFor(reason)),
             kExitFailed);
  }
  Print(*transcript, flags.json);
}

}  // namespace

void AddSttCommand(CLI::App& app) {
  CLI::App* stt = app.add_subcommand("stt", "Write down what is said in a sound file");
  // Shared by the parser, which keeps the callback, and the flags inside it.
  const auto flags = std::make_shared<SttFlags>();
  stt->add_option("FILE", flags->file, "Sound: WAV, 16-bit PCM")->required();
  stt->add_option("--language", flags->language, "Of what is said: en or ru; else found out");
  stt->add_option("--hint", flags->hint, "Names and words that may be said");
  stt->add_flag("--json", flags->json, "Print one JSON object");
  AddOptionFlags(*stt, flags->inputs);
  stt->footer(kSttExamples);
  stt->callback([flags] { RunStt(*flags); });
}

}  // namespace nexy
