using System.CommandLine;
using System.CommandLine.Parsing;
using Distill.Jobs.Recipes.Schedules;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>
/// Reads the values of all options in one way. Of numbers it says in plain words what is none; the parser's own way takes a
/// decimal comma for a mark between thousands: 2,5 would be 25. And an option is no value of the one before it.
/// </summary>
internal static class OptionValues
{
    /// <summary>Sees to all options of a verb and of those below it.</summary>
    public static void Install(Command command)
    {
        foreach (var option in command.Options)
        {
            Install(option);
            option.Validators.Add(RefuseOption);
        }

        foreach (var verb in command.Subcommands)
        {
            Install(verb);
        }
    }

    private static void Install(Option option)
    {
        switch (option)
        {
            case Option<int> whole:
                whole.CustomParser = value => (int)Whole(value, int.MinValue, int.MaxValue);
                break;
            case Option<int?> whole:
                whole.CustomParser = value => (int)Whole(value, int.MinValue, int.MaxValue);
                break;
            case Option<long> whole:
                whole.CustomParser = value => Whole(value, long.MinValue, long.MaxValue);
                break;
            case Option<double> number:
                number.CustomParser = value => Numbers(value)[0];
                break;
            case Option<double?> number:
                number.CustomParser = value => Numbers(value)[0];
                break;
            case Option<ScheduledNumber> number:
                number.CustomParser = Scheduled;
                break;
            case Option<double[]> numbers:
                numbers.CustomParser = Numbers;
                break;
        }
    }

    /// <summary>Whether what should be an option's value is another option, which the parser then takes for it.</summary>
    public static bool IsOption(OptionResult given) =>
        given.Tokens.Any(token => UnknownWord.Known(((CommandResult)given.Parent!).Command).Contains(token.Value.Split('=')[0]));

    private static void RefuseOption(OptionResult given)
    {
        if (IsOption(given))
        {
            given.AddError($"{given.Option.Name} has no value.");
        }
    }

    private static long Whole(ArgumentResult value, long least, long most)
    {
        var text = value.Tokens[0].Value;
        if (!WrittenNumber.TryWhole(text, out var number))
        {
            AddError(value, WrittenNumber.Problem(text, whole: true));
        }
        else if (number < least || number > most)
        {
            AddError(value, $"{text} is too {(number < least ? "small" : "large")}");
        }

        return Math.Clamp(number, least, most);
    }

    private static double[] Numbers(ArgumentResult values)
    {
        var numbers = new double[values.Tokens.Count];
        for (var place = 0; place < numbers.Length; place++)
        {
            var text = values.Tokens[place].Value;
            if (!WrittenNumber.TryDouble(text, out numbers[place]))
            {
                AddError(values, WrittenNumber.Problem(text, whole: false));
            }
        }

        return numbers;
    }

    private static ScheduledNumber Scheduled(ArgumentResult value)
    {
        if (ScheduledNumber.Parse(value.Tokens[0].Value, out var number) is { } problem)
        {
            AddError(value, problem);
        }

        return number;
    }

    private static void AddError(ArgumentResult value, string problem) =>
        value.AddError($"{(value.Parent as OptionResult)?.Option.Name}: {problem}.");
}
