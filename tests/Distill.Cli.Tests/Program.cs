using Distill.Cli.Tests;
using Distill.Cli.Tests.Ranks;
using Distill.Cli.Tests.Rivals;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

return args switch
{
    [Rival.Verb, var folder] => Rival.Serve(folder),
    [FirstGradient.Verb, var net, var folder] => FirstGradient.Serve(net, folder),
    [CommandServer.Verb] => CommandServer.Serve(),
    _ when args.Any(argument => argument is "--server" or "--internal-msbuild-node") =>
        await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
