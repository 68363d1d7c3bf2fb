#include "nexyd/keys.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "base/strings.h"
#include "nexyd/base_url.h"
#include "nexyd/provider_chain.h"

namespace nexy {
namespace {

constexpr std::size_t kKeyMaxBytes = 4096;

// A key: where it may come from, where it goes.
struct KeyPlace {
  std::string_view variable;
  std::string_view file_setting;
  const std::string& file;
  Secret& key;
};

bool LooksLikeAKey(std::string_view text) {
  return !text.empty() && text.size() <= kKeyMaxBytes && std::ranges::all_of(text, [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
}

// What is wrong with the file; never what is in it.
std::string ReadKeyFile(const KeyPlace& place, std::vector<std::string>& notices) {
  std::ifstream file(place.file);
  std::stringstream content;
  if (!file || !(content << file.rdbuf())) return "cannot be read, or is empty";
  const std::string text(absl::StripAsciiWhitespace(content.str()));
  if (!LooksLikeAKey(text)) return "holds no key: expected one line of letters, digits and signs";
  struct stat facts {};
  if (stat(place.file.c_str(), &facts) == 0 && (facts.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
    notices.push_back(Concat(place.file_setting, ": other users of this machine may read ",
                             place.file, "; chmod 600 keeps the key to nexyd's user"));
  }
  place.key = Secret(text);
  return "";
}

class KeyReading {
 public:
  KeyReading(const std::map<std::string, std::string>& environment, Options& options,
             std::vector<std::string>& notices)
      : environment_(environment), options_(options), notices_(notices) {}

  void ReadAll() {
    Options& o = options_;
    Read({"OPENAI_API_KEY", "llm.openai.api_key_file", o.llm.openai.api_key_file,
          o.llm.openai.api_key});
    Read({"GEMINI_API_KEY", "llm.gemini.api_key_file", o.llm.gemini.api_key_file,
          o.llm.gemini.api_key});
    Read({"AZURE_SPEECH_KEY", "tts.azure.key_file", o.tts.azure.key_file, o.tts.azure.key});
    Read({"OPENAI_API_KEY", "tts.openai.api_key_file", o.tts.openai.api_key_file,
          o.tts.openai.api_key});
    ReadStt();
  }

  void ReadStt() {
    OpenAiSttOptions& stt = options_.stt.openai;
    Read({"OPENAI_API_KEY", "stt.openai.api_key_file", stt.api_key_file, stt.api_key});
  }
  void CheckStt() {
    const OpenAiSttOptions& stt = options_.stt.openai;
    if (stt.api_key.empty() && IsOpenAiItself(stt.base_url)) {
      Mistake(
          "stt.provider is openai, which needs a key: set OPENAI_API_KEY in the environment, or "
          "stt.openai.api_key_file to the path of a file that holds it; a server of your own "
          "needs none: set stt.openai.base_url");
    }
  }

  // What the providers in use cannot do without.
  void CheckUse() {
    const Options& o = options_;
    const std::vector<std::string> minds = MindChain(o.llm);
    const std::vector<std::string> voices = VoiceChain(o.tts);
    const auto uses = [](const std::vector<std::string>& chain, std::string_view name) {
      return std::ranges::find(chain, name) != chain.end();
    };
    for (const char* gemini : {"gemini", "gemini_live"}) {
      if (uses(minds, gemini)) {
        Need("llm", gemini, o.llm.gemini.api_key, IsLocal(o.llm.gemini.base_url), "GEMINI_API_KEY",
             "llm.gemini.api_key_file");
      }
    }
    if (uses(minds, "openai")) {
      Need("llm", "openai", o.llm.openai.api_key, !IsOpenAiItself(o.llm.openai.base_url),
           "OPENAI_API_KEY", "llm.openai.api_key_file");
    }
    if (uses(voices, "openai")) {
      Need("tts", "openai", o.tts.openai.api_key, !IsOpenAiItself(o.tts.openai.base_url),
           "OPENAI_API_KEY", "tts.openai.api_key_file");
    }
    if (uses(voices, "azure")) CheckAzure();
    NoteUnused(minds, voices);
  }

  std::vector<std::string> Take() { return std::move(mistakes_); }

 private:
  void Read(const KeyPlace& place) {
    if (!place.file.empty()) {
      const std::string wrong = ReadKeyFile(place, notices_);
      if (!wrong.empty()) {
        mistakes_.push_back(Concat(place.file_setting, " (", place.file, ") ", wrong));
      }
      return;
    }
    const auto found = environment_.find(std::string(place.variable));
    if (found == environment_.end()) return;
    const std::string text(absl::StripAsciiWhitespace(found->second));
    if (text.empty()) return;
    if (LooksLikeAKey(text)) {
      place.key = Secret(text);
    } else {
      Mistake(Concat("environment ", place.variable, ": holds a space or a sign that no key has"));
    }
  }

  void Need(std::string_view section, std::string_view provider, const Secret& key,
            bool may_do_without, std::string_view variable, std::string_view file_setting) {
    if (!key.empty() || may_do_without) return;
    Mistake(Concat(section, ".provider or ", section, ".fallbacks names ", provider,
                   ", which needs a key: set ", variable, " in the environment, or ", file_setting,
                   " to the path of a file that holds it"));
  }

  void CheckAzure() {
    const AzureOptions& azure = options_.tts.azure;
    Need("tts", "azure", azure.key, IsLocal(azure.endpoint), "AZURE_SPEECH_KEY",
         "tts.azure.key_file");
    if (azure.region.empty() && azure.endpoint.empty()) {
      Mistake(
          "tts.provider or tts.fallbacks names azure, which needs a place: set "
          "AZURE_SPEECH_REGION or tts.azure.region to the region of the resource, such as "
          "westeurope, or tts.azure.endpoint");
    }
    if (azure.use_token && azure.region.empty() && azure.token_url.empty()) {
      Mistake(
          "tts.azure.use_token is true without tts.azure.region or tts.azure.token_url: nobody "
          "knows who issues the token");
    }
  }

  // Somebody who sets a key wants to use it.
  void NoteUnused(const std::vector<std::string>& minds, const std::vector<std::string>& voices) {
    const auto unused = [](const std::vector<std::string>& chain, std::string_view prefix) {
      return std::ranges::none_of(
          chain, [prefix](const std::string& name) { return name.starts_with(prefix); });
    };
    if (!options_.llm.gemini.api_key.empty() && unused(minds, "gemini")) {
      notices_.push_back(
          "there is a key for Gemini, but llm.provider and llm.fallbacks do not "
          "name gemini or gemini_live: it is not used");
    }
    if (!options_.tts.azure.key.empty() && unused(voices, "azure")) {
      notices_.push_back(
          "there is a key for Azure, but tts.provider and tts.fallbacks do not name "
          "azure: it is not used");
    }
    if (!options_.llm.openai.api_key.empty() && unused(minds, "openai") &&
        unused(voices, "openai")) {
      notices_.push_back(
          "there is a key for OpenAI, but no provider or fallback is openai: it is "
          "not used");
    }
  }

  void Mistake(std::string sentence) {
    if (std::ranges::find(mistakes_, sentence) == mistakes_.end()) {
      mistakes_.push_back(std::move(sentence));
    }
  }

  const std::map<std::string, std::string>& environment_;
  Options& options_;
  std::vector<std::string>& notices_;
  std::vector<std::string> mistakes_;
};

std::string FirstOf(const std::map<std::string, std::string>& environment, const char* name,
                    const char* otherwise) {
  for (const char* key : {name, otherwise}) {
    const auto found = environment.find(key);
    if (found != environment.end() && !found->second.empty()) return found->second;
  }
  return "";
}

absl::Status AsStatus(const std::vector<std::string>& mistakes) {
  if (mistakes.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(mistakes, "\n"));
}

}  // namespace

absl::Status ReadKeys(const std::map<std::string, std::string>& environment, Options& options,
                      std::vector<std::string>& notices) {
  KeyReading reading(environment, options, notices);
  reading.ReadAll();
  reading.CheckUse();
  return AsStatus(reading.Take());
}

absl::Status ReadSttKey(const std::map<std::string, std::string>& environment, Options& options) {
  std::vector<std::string> ignored;
  KeyReading reading(environment, options, ignored);
  reading.ReadStt();
  reading.CheckStt();
  return AsStatus(reading.Take());
}

ProxySettings ProxiesOf(const std::map<std::string, std::string>& environment) {
  return {.https = FirstOf(environment, "https_proxy", "HTTPS_PROXY"),
          .http = FirstOf(environment, "http_proxy", "HTTP_PROXY"),
          .no_proxy = FirstOf(environment, "no_proxy", "NO_PROXY")};
}

}  // namespace nexy
