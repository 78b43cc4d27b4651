using System.CommandLine;
using Distill.Arithmetic;
using Distill.Cli;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;

// Words that other programs have taught people, for the options that say the same.
string[] asked = args switch
{
    [] => ["--help"],
    ["help", .. var verb] => [.. verb, "--help"],
    ["version"] => ["--version"],
    _ => args,
};
var parsed = CommandTree.Build().Parse(asked);
if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
{
    ParseErrors.Write(parsed, Console.Error);
    return ExitCode.BadInput;
}

ArithmeticCures.Taken += Screen.Say;
return parsed.Invoke(new InvocationConfiguration
{
    // Verbs turn signals and exceptions into exit codes themselves.
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = null,
});
