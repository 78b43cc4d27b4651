using System.CommandLine;
using Distill.Arithmetic;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;

var parsed = CommandTree.Build().Parse(args);
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
