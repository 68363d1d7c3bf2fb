#include "nexy/command_line.h"

#include <CLI/CLI.hpp>

#include "base/strings.h"
#include "nexy/complain.h"
#include "nexy/exit_code.h"

namespace nexy {
namespace {

constexpr const char* kAbout =
    "Nexy hears a question, sees your screen, and speaks. This is its command-line client.";

constexpr const char* kFooter = R"(Examples:
  nexy ask "What time is it?"
  nexy ask "Read what is on my screen" --screenshot screen.webp --wav answer.wav
  echo "How much is 17 times 23?" | nexy ask --json
  nexy status --server 127.0.0.1:50051

Exit codes:
  0    the whole answer came
  1    the answer was refused, failed or broke off
  2    wrong usage, or a file that cannot be read or written
  3    the server cannot be reached
  130  interrupted: Ctrl-C, or nexy interrupt from elsewhere)";

constexpr const char* kAskFooter = R"(Examples:
  nexy ask "What time is it?"
  nexy ask "Where is the Save button?" --screenshot screen.png
  nexy ask - --no-play --json < question.txt

The answer's text is written as it comes; times follow at the end, on standard error.
Ctrl-C silences the answer, interrupts it on the server and exits with 130; a second
Ctrl-C leaves at once. With --json each line is an event: text, audio, action, end,
error, and last a summary with times, outcome and cause.)";

constexpr const char* kWelcomeFooter = R"(Examples:
  nexy welcome
  nexy welcome "Good morning!" --language en-US --wav hello.wav --no-play)";

constexpr const char* kInterruptFooter = R"(Example:
  nexy interrupt    silences every answer that this device waits for)";

constexpr const char* kStatusFooter = R"(Examples:
  nexy status && echo ready
  nexy status --server nexy.example.org:443 --json

Exit codes: 0 it takes questions, 1 it does not now, 3 it cannot be reached.)";

constexpr const char* kUpdateFooter = R"(Examples:
  nexy update check                       is there a new version for this computer?
  nexy update install                     fetch it, check it, install it, start it
  nexy update install --channel beta      and stay with the beta channel
  nexy update status --json

The new version is installed beside the old one and takes its place only when it has
started; otherwise the old one stays. Nothing is installed while a question is answered.
NEXY_UPDATE_TOKEN opens a closed channel.

Exit codes: 0 done or nothing to do, 1 refused or failed, 2 wrong usage or no
installation, 3 the service cannot be reached.)";

// What the options are written into before they are checked together.
struct ServerArguments {
  std::string server = "127.0.0.1:50051";
  std::string ca_file;
  bool plaintext = false;
  bool tls = false;
};

void AddServerOptions(CLI::App& app, ServerArguments& arguments) {
  app.add_option("--server", arguments.server, "Where the server is, HOST:PORT")
      ->envname("NEXY_SERVER")
      ->capture_default_str()
      ->option_text("HOST:PORT");
  auto* plaintext = app.add_flag("--plaintext", arguments.plaintext,
                                 "No TLS although the server is not on this machine");
  app.add_flag("--tls", arguments.tls, "TLS although the server is on this machine")
      ->excludes(plaintext);
  app.add_option("--ca", arguments.ca_file,
                 "Trust only the certificates in this PEM file (means TLS)")
      ->excludes(plaintext)
      ->option_text("FILE");
}

void AddSoundOptions(CLI::App& app, SpokenCallOptions& options, bool& no_play) {
  app.add_option("--wav", options.sound.wav_path, "Keep the sound in this file, 48 kHz mono WAV")
      ->option_text("FILE");
  app.add_flag("--no-play", no_play, "Do not play the sound");
  app.add_flag("--json", options.json, "Write one JSON object a line for each event");
}

// Throws CLI::ValidationError with words for the person.
ConnectionOptions Checked(const ServerArguments& arguments) {
  const auto address = ParseServerAddress(arguments.server);
  if (!address.ok()) throw CLI::ValidationError(std::string(MessageOf(address.status())));
  const bool tls = arguments.tls || !arguments.ca_file.empty() ||
                   (!address->IsLoopback() && !arguments.plaintext);
  return {.address = *address,
          .transport = tls ? Transport::kTls : Transport::kPlaintext,
          .ca_file = arguments.ca_file};
}

// All commands and where their arguments go.
class Parser {
 public:
  Parser() : app_(kAbout, "nexy") {
    app_.set_version_flag("--version", "nexy " NEXY_VERSION);
    app_.require_subcommand(0, 1);  // None is explained in Chosen().
    app_.footer(kFooter);
    AddAsk();
    AddWelcome();
    interrupt_ = AddServerCommand("interrupt", "Silence every answer of this device",
                                  kInterruptFooter, interrupt_server_);
    status_ = AddServerCommand("status", "Ask whether the server takes questions", kStatusFooter,
                               status_server_);
    AddUpdate();
  }

  Command Parse(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
      return Chosen();
    } catch (const CLI::Success& said) {  // --help, --version
      return LeaveCommand{app_.exit(said)};
    } catch (const CLI::ParseError& mistake) {
      return LeaveCommand{Complain(Concat(mistake.what(), "\nTry: nexy --help"), kUsage)};
    }
  }

 private:
  void AddAsk() {
    ask_ = app_.add_subcommand("ask", "Ask a question and hear the answer")->footer(kAskFooter);
    ask_->add_option("TEXT", words_, "The question; absent or - reads it from standard input");
    ask_->add_option("--screenshot", ask_options_.screenshot_path,
                     "What is on the screen: a WebP, JPEG or PNG file")
        ->option_text("FILE");
    ask_->add_option("--session", ask_options_.session_id,
                     "Session id, a UUID version 4 (a fresh one for each question)")
        ->option_text("ID");
    AddSoundOptions(*ask_, ask_options_.call, no_play_);
    AddServerOptions(*ask_, ask_server_);
  }

  void AddWelcome() {
    welcome_ = app_.add_subcommand("welcome", "Hear the server's welcome")->footer(kWelcomeFooter);
    welcome_->add_option("TEXT", welcome_options_.text, "What to say instead of the usual welcome");
    welcome_->add_option("--voice", welcome_options_.voice, "The provider's name of a voice")
        ->option_text("NAME");
    welcome_->add_option("--language", welcome_options_.language, "Language, for instance en or ru")
        ->option_text("TAG");
    AddSoundOptions(*welcome_, welcome_options_.call, no_play_);
    AddServerOptions(*welcome_, welcome_server_);
  }

  void AddUpdate() {
    update_ = app_.add_subcommand("update", "Replace this program by a newer one")
                  ->footer(kUpdateFooter)
                  ->require_subcommand(1);
    const std::tuple<const char*, const char*, UpdateAction> kActions[] = {
        {"check", "Ask whether there is a new version for this computer", UpdateAction::kCheck},
        {"install", "Install it", UpdateAction::kInstall},
        {"status", "Tell what is installed", UpdateAction::kStatus},
        {"alive", "", UpdateAction::kAlive}};  // Asked of a new version by the old one.
    for (const auto& [name, about, action] : kActions) {
      CLI::App* command = update_->add_subcommand(name, about);
      if (action == UpdateAction::kAlive) command->group("");
      command->callback([this, chosen = action] { update_options_.action = chosen; });
      command->add_option("--home", update_options_.home, "Folder of the installation")
          ->option_text("DIR");
      command->add_flag("--json", update_options_.json, "Write one JSON object a line");
      if (action != UpdateAction::kCheck && action != UpdateAction::kInstall) continue;
      command->add_option("--channel", update_options_.channel, "stable, beta or alpha")
          ->option_text("NAME");
      command->add_option("--url", update_options_.url, "Of the update service")
          ->option_text("URL");
      command
          ->add_option("--ca", update_options_.ca_file,
                       "Trust the certificates in this PEM file too")
          ->option_text("FILE");
      command->add_flag("--background", update_options_.background,
                        "Nobody asked for it, so a gradual rollout counts");
      command->add_flag("!--no-report", update_options_.report,
                        "Do not tell the service how it went (it is told nothing about you)");
    }
  }

  CLI::App* AddServerCommand(const char* name, const char* about, const char* footer,
                             ServerArguments& server) {
    CLI::App* command = app_.add_subcommand(name, about)->footer(footer);
    command->add_flag("--json", json_, "Write the result as a JSON object");
    AddServerOptions(*command, server);
    return command;
  }

  Command Chosen() {
    if (ask_->parsed()) {
      if (!words_.empty()) ask_options_.text = CLI::detail::join(words_, " ");
      ask_options_.call.server = Checked(ask_server_);
      ask_options_.call.sound.play = !no_play_;
      return ask_options_;
    }
    if (welcome_->parsed()) {
      welcome_options_.call.server = Checked(welcome_server_);
      welcome_options_.call.sound.play = !no_play_;
      return welcome_options_;
    }
    if (interrupt_->parsed()) {
      return InterruptCommand{{.server = Checked(interrupt_server_), .json = json_}};
    }
    if (update_->parsed()) return update_options_;
    if (!status_->parsed()) {
      throw CLI::ValidationError("Which command? ask, welcome, interrupt, status or update");
    }
    return StatusCommand{{.server = Checked(status_server_), .json = json_}};
  }

  CLI::App app_;
  CLI::App* ask_ = nullptr;
  CLI::App* welcome_ = nullptr;
  CLI::App* interrupt_ = nullptr;
  CLI::App* status_ = nullptr;
  CLI::App* update_ = nullptr;
  UpdateCommandOptions update_options_;
  AskOptions ask_options_;
  WelcomeOptions welcome_options_;
  std::vector<std::string> words_;
  // One for each command: CLI11 fills all of them from the environment.
  ServerArguments ask_server_;
  ServerArguments welcome_server_;
  ServerArguments interrupt_server_;
  ServerArguments status_server_;
  bool no_play_ = false;
  bool json_ = false;
};

}  // namespace

Command ParseCommandLine(int argc, char** argv) { return Parser().Parse(argc, argv); }

}  // namespace nexy
