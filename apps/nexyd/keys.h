#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "http/http_options.h"
#include "nexyd/options.h"

namespace nexy {

// Fills in the keys of the providers: out of the file that a setting names, else out of the
// environment (OPENAI_API_KEY, GEMINI_API_KEY, AZURE_SPEECH_KEY). A key is in no setting, so that
// it is in no file of settings, no list of them and no message.
//
// INVALID_ARGUMENT lists, one a line, every key that cannot be used and every provider in use that
// lacks its key. `notices` gets what an operator should know and nothing is wrong with.
absl::Status ReadKeys(const std::map<std::string, std::string>& environment, Options& options,
                      std::vector<std::string>& notices);

// The same for transcriptions alone, which nexyd itself does not ask for.
absl::Status ReadSttKey(const std::map<std::string, std::string>& environment, Options& options);

// Of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or their forms in small letters, which win.
ProxySettings ProxiesOf(const std::map<std::string, std::string>& environment);

}  // namespace nexy
