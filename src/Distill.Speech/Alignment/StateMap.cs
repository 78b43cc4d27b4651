using System.Globalization;

namespace Distill.Speech.Alignment;

/// <summary>
/// The states of whole-word models and of silence as classes of a frame classifier: state s of word w is class
/// w · <see cref="StatesPerWord"/> + s, and the states of silence come after those of all words.
/// </summary>
public sealed class StateMap
{
    /// <summary>Numbers the states.</summary>
    /// <param name="words">The words, 1 or more.</param>
    /// <param name="statesPerWord">States of each word's model, 1 or more: a word lasts at least so many frames.</param>
    /// <param name="silenceStates">States of the model of silence, 1 or more.</param>
    /// <exception cref="ArgumentException">There are no words or no states, or more states than can be numbered.</exception>
    public StateMap(IReadOnlyList<string> words, int statesPerWord, int silenceStates)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(words.Count, 1, nameof(words));
        ArgumentOutOfRangeException.ThrowIfLessThan(statesPerWord, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(silenceStates, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((long)words.Count * statesPerWord) + silenceStates, 1 << 24, nameof(statesPerWord));
        (Words, StatesPerWord, SilenceStates) = (words, statesPerWord, silenceStates);
        ClassNames =
        [
            .. words.SelectMany(word => Enumerable.Range(0, statesPerWord).Select(state => Name(word, state))),
            .. Enumerable.Range(0, silenceStates).Select(state => Name("(silence)", state)),
        ];
    }

    /// <summary>The words; a word is an index into this list.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>States of each word's model.</summary>
    public int StatesPerWord { get; }

    /// <summary>States of the model of silence.</summary>
    public int SilenceStates { get; }

    /// <summary>All states.</summary>
    public int Count => ClassNames.Count;

    /// <summary>For example "seven/3", in the order of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of silence's first state.</summary>
    public int Silence => Words.Count * StatesPerWord;

    /// <summary>The class of a word's state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such word or state.</exception>
    public int Class(int word, int state)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)word, (uint)Words.Count, nameof(word));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)state, (uint)StatesPerWord, nameof(state));
        return (word * StatesPerWord) + state;
    }

    /// <summary>The word and the state within its model of a class; word −1 is silence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public (int Word, int State) Find(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)Count, nameof(number));
        return number >= Silence ? (-1, number - Silence) : (number / StatesPerWord, number % StatesPerWord);
    }

    private static string Name(string word, int state) => string.Create(CultureInfo.InvariantCulture, $"{word}/{state}");
}
