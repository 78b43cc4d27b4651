using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Teachers;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Opens a TorchScript file for another process of the command line, which survives it. Not for people.</summary>
internal static class TryTorchScriptVerb
{
    public static Command Create()
    {
        var command = new Command(ScriptTrial.Verb, "Open the TorchScript file that standard input describes.") { Hidden = true };
        command.SetAction(_ =>
        {
            try
            {
                ScriptTrial.Open(Console.In);
                return ExitCode.Done;
            }
            catch (DistillException mistake)
            {
                Console.Out.WriteLine(RemedyNames.Explain(mistake));
                return ExitCode.BadInput;
            }
        });
        return command;
    }
}
