namespace Seq2SeqService.Core.Text;

/// <summary>Which quotation marks are open, for those whose shape does not say whether they open or close: " always, “ and ‘ in German.</summary>
internal struct OpenQuotes
{
    private bool _straight;
    private bool _low;
    private bool _lowSingle;

    /// <summary>Takes note of a character of the sentence.</summary>
    public void Read(char letter)
    {
        switch (letter)
        {
            case '"':
                _straight = !_straight;
                break;
            case '„' or '“':
                _low = letter == '„';
                break;
            case '‚' or '‘':
                _lowSingle = letter == '‚';
                break;
        }
    }

    /// <summary>Is <paramref name="letter"/> a mark that closes here? If so it is taken note of.</summary>
    public bool Closes(char letter)
    {
        var closes = (letter == '"' && _straight) || (letter == '“' && _low) || (letter == '‘' && _lowSingle);
        if (closes)
            Read(letter);

        return closes;
    }
}
