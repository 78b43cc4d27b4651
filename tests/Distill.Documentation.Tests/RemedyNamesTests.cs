using Distill.Cli;
using Distill.Cli.Terminal;
using Distill.Data.Formats;
using Distill.Images;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Documentation.Tests;

/// <summary>What the library calls by its own names has a name on the command line, which the program takes.</summary>
public sealed class RemedyNamesTests
{
    [Fact]
    public void EveryOptionOfAForeignTeacherHasOne()
    {
        var named = RemedyNames.All.Keys.Where(remedy => remedy.Type == nameof(ForeignTeacherOptions)).Select(remedy => remedy.Member);

        Assert.Equal(typeof(ForeignTeacherOptions).GetProperties().Select(property => property.Name).Order(), named.Order());
    }

    [Fact]
    public void EveryChoiceForImagesHasOne()
    {
        string[] elsewhere = [nameof(DataOptions.Csv), nameof(DataOptions.Seconds), nameof(DataOptions.ArchiveNames), nameof(DataOptions.Text)];
        var named = RemedyNames.All.Keys.Where(remedy => remedy.Type == nameof(DataOptions)).Select(remedy => remedy.Member);

        Assert.Equal(typeof(DataOptions).GetProperties().Select(property => property.Name).Except(elsewhere).Order(), named.Order());
    }

    [Fact]
    public void EveryChoiceOfATableHasOne()
    {
        var named = RemedyNames.All.Keys.Where(remedy => remedy.Type == nameof(CsvOptions)).Select(remedy => remedy.Member);

        // Which classes there are is known from the training file.
        Assert.Equal(typeof(CsvOptions).GetProperties().Select(property => property.Name).Except([nameof(CsvOptions.ClassNames)]).Order(), named.Order());
    }

    [Fact]
    public void EveryNameIsOneThatTheProgramTakes()
    {
        var commands = CommandTree.Build().Subcommands;
        var options = commands.SelectMany(command => command.Options).SelectMany(option => option.Aliases.Append(option.Name));
        var verbs = commands.Select(command => $"'distill {command.Name}'");

        Assert.Empty(RemedyNames.All.Values.Except(options.Concat(verbs)));
    }

    [Fact]
    public void AMessageSaysBothNames()
    {
        var kind = new Remedy(nameof(ForeignTeacherOptions), nameof(ForeignTeacherOptions.OutputKind));

        Assert.Equal(
            "Say with ForeignTeacherOptions.OutputKind which. On the command line ForeignTeacherOptions.OutputKind is --teacher-output-kind.",
            RemedyNames.Explain(new DistillException($"Say with {kind} which.", kind)));
        Assert.Equal("No more.", RemedyNames.Explain(new DistillException("No more.")));
        Assert.Equal("Nothing known.", RemedyNames.Explain(new DistillException("Nothing known.", new Remedy("Other", "Thing"))));
    }
}
