using System.CommandLine;
using System.Runtime.InteropServices;
using Distill.Cli.Terminal;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Runs a verb: signals become cancellation, exceptions become messages and exit codes.</summary>
internal static class VerbAction
{
    /// <summary>Machines read one JSON object on stdout.</summary>
    public static Option<bool> Json { get; } = new Option<bool>("--json") { Description = "Print one JSON object on stdout.", Recursive = true }.In(HelpGroups.Always);

    /// <summary>People who look for a mistake in the program want the stack trace.</summary>
    public static Option<bool> Verbose { get; } = new Option<bool>("--verbose") { Description = "Show the stack trace of an error.", Recursive = true }.In(HelpGroups.Always);

    /// <summary>Makes <paramref name="work"/> the action of <paramref name="command"/>.</summary>
    public static void Runs(this Command command, Func<ParseResult, Screen, CancellationToken, int> work) =>
        command.SetAction(parsed =>
        {
            using var stop = new CancellationTokenSource();
            // The first signal asks for a checkpoint; a second one is left to the system and ends the process.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            try
            {
                RepeatedWork.Refuse(parsed);
                using var device = DeviceOption.Use(parsed);
                return work(parsed, new Screen(parsed.GetValue(Json)), stop.Token);
            }
            // Of several ranks, another one may have been told. A network that takes too long cancels tasks.
            catch (OperationCanceledException interruption) when (stop.IsCancellationRequested || interruption is not TaskCanceledException)
            {
                FailureText.WriteInterrupted(interruption, Console.Error);
                return ExitCode.Interrupted;
            }
            catch (Exception mistake) when (IsMistake(mistake))
            {
                return Fail(mistake, ExitCode.BadInput, parsed);
            }
            catch (Exception failure)
            {
                return Fail(failure, ExitCode.Failed, parsed);
            }

            void Stop(PosixSignalContext signal)
            {
                if (!stop.IsCancellationRequested)
                {
                    signal.Cancel = true;
                    stop.Cancel();
                }
            }
        });

    // What the user can mend by another argument: a file that is named but not there is one, a full disk is none.
    private static bool IsMistake(Exception failure) => failure
        is DistillException { IsWorkFailure: false }
        or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException;

    private static int Fail(Exception failure, int code, ParseResult parsed)
    {
        FailureText.Write(failure, parsed.GetValue(Verbose), Console.Error);
        return code;
    }
}
